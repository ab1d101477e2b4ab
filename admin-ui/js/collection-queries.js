// The operations of collections and categories.
import { operation } from '/assets/shared/js/api-client.js';

const ROW = `fragment CollectionRow on Collection {
  id slug title kind featuredMedia { url color focalPoint { x y } } evaluatedAt products(first: 1) { count { value precision } }
}`;

const WHOLE = `fragment CollectionWhole on Collection {
  id slug title descriptionHtml kind sort version evaluatedAt seo { title description }
  featuredMedia { id url alt color } rules { any conditions { field op value } }
  translations { language title descriptionHtml seoTitle seoDescription }
}`;

const GOODS = `fragment Good on Product { id slug title status featuredMedia { url color } priceRange { min { amount currencyCode } max { amount currencyCode } } }`;

const CATEGORY = `fragment CategoryRow on Category { id slug title parentId googleId translations { language title } }`;

export const COLLECTIONS = operation(`query Collections($first: Int, $after: String) {
  vendor { collections(first: $first, after: $after) { nodes { ...CollectionRow } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value precision } } }
}
${ROW}`);

export const COLLECTION = operation(`query CollectionToEdit($id: ID!) { vendor { collection(id: $id) { ...CollectionWhole } } }
${WHOLE}`);

/** Its products in their order, a page at a time. */
export const COLLECTION_GOODS = operation(`query CollectionGoods($id: ID!, $after: String) {
  vendor { collection(id: $id) { id products(first: 50, after: $after) { nodes { ...Good } pageInfo { hasNextPage endCursor } count { value precision } } } }
}
${GOODS}`);

export const COLLECTION_PREVIEW = operation(`query CollectionPreview($rules: CollectionRulesInput!) {
  vendor { collectionPreview(rules: $rules, first: 12) { products { ...Good } count { value precision } userErrors { code message path } } }
}
${GOODS}`);

/** Products to put into a collection, by words. */
export const GOODS_SEARCH = operation(`query GoodsSearch($where: ProductWhere) {
  vendor { products(first: 12, where: $where, sort: [{key: TITLE, direction: ASC}]) { nodes { ...Good } } }
}
${GOODS}`);

export const COLLECTION_CREATE = operation(`mutation CollectionCreate($input: CollectionCreateInput!) {
  collectionCreate(input: $input) { collection { id } userErrors { code message path } }
}`);

export const COLLECTION_UPDATE = operation(`mutation CollectionUpdate($id: ID!, $input: CollectionUpdateInput!) {
  collectionUpdate(id: $id, input: $input) { collection { ...CollectionWhole } userErrors { code message path } }
}
${WHOLE}`);

export const COLLECTION_DELETE = operation(`mutation CollectionDelete($id: ID!) {
  collectionDelete(id: $id) { deletedId userErrors { code message path } }
}`);

export const COLLECTION_MOVE = operation(`mutation CollectionMove($id: ID!, $after: ID) {
  collectionMove(id: $id, after: $after) { collection { id } userErrors { code message path } }
}`);

export const COLLECTION_ADD = operation(`mutation CollectionAdd($id: ID!, $productIds: [ID!]!) {
  collectionProductsAdd(id: $id, productIds: $productIds) { collection { id version } userErrors { code message path } }
}`);

export const COLLECTION_TAKE = operation(`mutation CollectionTake($id: ID!, $productIds: [ID!]!) {
  collectionProductsRemove(id: $id, productIds: $productIds) { collection { id version } userErrors { code message path } }
}`);

export const COLLECTION_PLACE = operation(`mutation CollectionPlace($id: ID!, $productId: ID!, $after: ID) {
  collectionProductMove(id: $id, productId: $productId, after: $after) { collection { id version } userErrors { code message path } }
}`);

export const CATEGORIES = operation(`query Categories { vendor { categories { ...CategoryRow } } }
${CATEGORY}`);

export const CATEGORY_CREATE = operation(`mutation CategoryCreate($input: CategoryCreateInput!) {
  categoryCreate(input: $input) { category { ...CategoryRow } userErrors { code message path } }
}
${CATEGORY}`);

export const CATEGORY_UPDATE = operation(`mutation CategoryUpdate($id: ID!, $input: CategoryUpdateInput!) {
  categoryUpdate(id: $id, input: $input) { category { ...CategoryRow } userErrors { code message path } }
}
${CATEGORY}`);

export const CATEGORY_DELETE = operation(`mutation CategoryDelete($id: ID!) {
  categoryDelete(id: $id) { deletedId userErrors { code message path } }
}`);
