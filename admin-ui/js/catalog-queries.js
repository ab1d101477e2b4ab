// The operations of the vendor's products: one in whole, many at once, their prices and what they are sorted into.
import { operation } from '/assets/shared/js/api-client.js';

const WHOLE = `fragment ProductWhole on Product {
  id slug title descriptionHtml brand productType status version updatedAt taxClass tags
  category { id title } options { name values } seo { title description } collections { id title kind }
  media { id url alt color } translations { language title descriptionHtml seoTitle seoDescription }
  publishChecklist { code done required }
  priceRange { min { amount currencyCode } max { amount currencyCode } }
  variants(first: 100) {
    nodes {
      id sku title optionValues price { amount currencyCode } compareAtPrice { amount } cost { amount } gtin weightGrams media { id }
      inventoryLevel { id onHand reserved available }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

const ROW = `fragment CatalogRow on Product {
  id slug title brand status version updatedAt inStock tags category { title } collections { id kind }
  priceRange { min { amount currencyCode } max { amount currencyCode } }
  featuredMedia { url color }
  variants(first: 2) { nodes { id sku price { amount currencyCode } compareAtPrice { amount currencyCode } inventoryLevel { id onHand reserved available } } pageInfo { hasNextPage } }
}`;

const PAGE = `fragment Page on PageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;

const TASK = `fragment CatalogTaskFacts on CatalogTask {
  id action status total processed succeeded failed message createdAt problems { productId title message }
}`;

export const CATALOG = operation(`query Catalog($first: Int, $after: String, $last: Int, $before: String, $where: ProductWhere, $sort: [ProductSort!]) {
  vendor { products(first: $first, after: $after, last: $last, before: $before, where: $where, sort: $sort) {
    nodes { ...CatalogRow } pageInfo { ...Page } count { value precision }
  } }
}
${ROW}
${PAGE}`);

/** What products are sorted into, for filters and editors. */
export const CATALOG_SHELVES = operation(`query CatalogShelves {
  vendor { categories { id title parentId } collections(first: 100) { nodes { id title kind } } productBrands productTags }
}`);

export const PRODUCT_WHOLE = operation(`query ProductInWhole($id: ID!) { vendor { product(id: $id) { ...ProductWhole } } }
${WHOLE}`);

/** The variants behind the first hundred. */
export const PRODUCT_VARIANTS = operation(`query ProductVariantsOn($id: ID!, $after: String) {
  vendor { product(id: $id) { id variants(first: 100, after: $after) {
    nodes {
      id sku title optionValues price { amount currencyCode } compareAtPrice { amount } cost { amount } gtin weightGrams media { id }
      inventoryLevel { id onHand reserved available }
    }
    pageInfo { hasNextPage endCursor }
  } } }
}`);

export const PRODUCT_CREATE = operation(`mutation ProductCreate($input: ProductCreateInput!) {
  productCreate(input: $input) { product { id } userErrors { code message path } }
}`);

export const PRODUCT_SAVE = operation(`mutation ProductSave($id: ID!, $input: ProductUpdateInput!) {
  productUpdate(id: $id, input: $input) { product { ...ProductWhole } current { ...ProductWhole } userErrors { code message path } }
}
${WHOLE}`);

export const PRODUCT_PICTURES = operation(`mutation ProductPictures($id: ID!, $mediaIds: [ID!]!, $ifVersion: Int) {
  productMediaSet(productId: $id, mediaIds: $mediaIds, ifVersion: $ifVersion) { product { ...ProductWhole } current { ...ProductWhole } userErrors { code message path } }
}
${WHOLE}`);

export const VARIANTS_SET = operation(`mutation VariantsSet($id: ID!, $input: ProductVariantsSetInput!) {
  productVariantsSet(productId: $id, input: $input) { product { ...ProductWhole } current { ...ProductWhole } userErrors { code message path } }
}
${WHOLE}`);

export const VARIANTS_UPDATE = operation(`mutation VariantsUpdate($id: ID!, $input: ProductVariantsUpdateInput!) {
  productVariantsUpdate(productId: $id, input: $input) { product { ...ProductWhole } current { ...ProductWhole } userErrors { code message path } }
}
${WHOLE}`);

/** Prices of the only variant, from the list. */
export const PRICES_SET = operation(`mutation PricesSet($id: ID!, $input: ProductVariantsUpdateInput!) {
  productVariantsUpdate(productId: $id, input: $input) { product { ...CatalogRow } userErrors { code message path } }
}
${ROW}`);

export const PRICE_HISTORY = operation(`query PriceHistory($id: ID!) {
  node(id: $id) { ... on ProductVariant { id priceChanges { price { amount currencyCode } compareAtPrice { amount currencyCode } createdAt } } }
}`);

export const PRODUCTS_SHOW = operation(`mutation ProductsShow($ids: [ID!]!) { productsPublish(ids: $ids) { products { id } userErrors { code message path } } }`);

export const PRODUCTS_HIDE = operation(`mutation ProductsHide($ids: [ID!]!) { productsUnpublish(ids: $ids) { products { id } userErrors { code message path } } }`);

export const PRODUCTS_SHELVE = operation(`mutation ProductsShelve($ids: [ID!]!) { productsArchive(ids: $ids) { products { id } userErrors { code message path } } }`);

export const PRODUCTS_DELETE = operation(`mutation ProductsDelete($ids: [ID!]!) { productsDelete(ids: $ids) { deletedIds userErrors { code message path } } }`);

export const PRODUCT_DUPLICATE = operation(`mutation ProductDuplicate($id: ID!, $title: String!) {
  productDuplicate(id: $id, title: $title) { product { id } userErrors { code message path } }
}`);

export const PICTURES = operation(`query Pictures($after: String, $where: MediaWhere) {
  vendor { mediaFiles(first: 24, after: $after, where: $where) { nodes { id url alt color filename } pageInfo { hasNextPage endCursor } } }
}`);

export const PICTURE_WORDS = operation(`mutation PictureWords($id: ID!, $input: MediaFileUpdateInput!) {
  mediaFileUpdate(id: $id, input: $input) { mediaFile { id url alt color } userErrors { code message path } }
}`);

export const CATALOG_TASKS = operation(`query CatalogTasks { vendor { catalogTasks(first: 1) { nodes { ...CatalogTaskFacts } } } }
${TASK}`);

export const CATALOG_TASK = operation(`query CatalogTaskNow($id: ID!) { node(id: $id) { ...CatalogTaskFacts } }
${TASK}`);

export const CATALOG_TASK_START = operation(`mutation CatalogTaskStart($input: CatalogTaskInput!) {
  catalogTaskStart(input: $input) { task { ...CatalogTaskFacts } userErrors { code message path } }
}
${TASK}`);

export const CATALOG_TASK_CANCEL = operation(`mutation CatalogTaskCancel($id: ID!) {
  catalogTaskCancel(id: $id) { task { ...CatalogTaskFacts } userErrors { code message path } }
}
${TASK}`);

export const CATALOG_TASK_PROGRESS = operation(`subscription CatalogTaskProgress($id: ID!) {
  catalogTaskProgress(id: $id) { sequence job: task { ...CatalogTaskFacts } }
}
${TASK}`);

export const STOCK = operation(`query Stock($first: Int, $after: String, $last: Int, $before: String, $where: InventoryLevelWhere) {
  vendor { inventoryLevels(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { id onHand reserved available lowStockAt updatedAt variant { id sku title product { id title slug featuredMedia { url color } } } }
    pageInfo { ...Page } count { value precision }
  } }
}
${PAGE}`);

export const STOCK_ADJUST = operation(`mutation StockAdjust($input: InventoryAdjustInput!) {
  inventoryAdjust(input: $input) {
    level { id onHand reserved available lowStockAt updatedAt variant { id sku title product { id title slug featuredMedia { url color } } } }
    userErrors { code message path }
  }
}`);

export const STOCK_MOVEMENTS = operation(`query StockMovements($id: ID!, $after: String) {
  node(id: $id) { ... on InventoryLevel {
    id onHand reserved available lowStockAt updatedAt variant { id sku title product { id title slug featuredMedia { url color } } }
    movements(first: 20, after: $after) { nodes { id kind onHandDelta reservedDelta reason createdAt } pageInfo { hasNextPage endCursor } }
  } }
}`);

export const THRESHOLDS_SET = operation(`mutation ThresholdsSet($variantIds: [ID!]!, $lowStockAt: Int) {
  inventoryThresholdsSet(variantIds: $variantIds, lowStockAt: $lowStockAt) { levels { id lowStockAt } userErrors { code message path } }
}`);
