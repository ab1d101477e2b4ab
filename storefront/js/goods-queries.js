// What the shop asks of the graph about its goods. A Go test parses each against the schema.
import { operation } from '/assets/shared/js/api-client.js';

const MONEY = `fragment MoneyFields on Money { amount currencyCode }`;

const PICTURE = `fragment PictureFields on MediaFile { id url srcset alt width height color focalPoint { x y } }`;

const CARD = `fragment CardFields on Product {
  id slug title brand inStock
  priceRange { min { ...MoneyFields } max { ...MoneyFields } }
  media { ...PictureFields }
  variants(first: 2) { nodes { id price { ...MoneyFields } compareAtPrice { ...MoneyFields } availableForSale } }
}`;

const FACET = `fragment FacetFields on SearchResult { facets { key label values { value label count selected } } priceRange { min { ...MoneyFields } max { ...MoneyFields } } }`;

export const HOME = operation(
  `query Home {
    shop {
      tagline
      hero { ...PictureFields }
      collections(first: 8) { nodes { id slug title description featuredMedia { ...PictureFields } } }
      products(first: 40) { nodes { ...CardFields } }
    }
  }
  ${CARD} ${PICTURE} ${MONEY}`,
  { shared: true },
);

export const IDEAS = operation(
  `query Ideas { shop { products(first: 4, where: { inStock: true }) { nodes { ...CardFields } } } }
  ${CARD} ${PICTURE} ${MONEY}`,
  { shared: true },
);

export const COLLECTION = operation(
  `query Collection($slug: String!) {
    shop { collection(slug: $slug) { id slug title description } }
  }`,
  { shared: true },
);

export const COLLECTION_GOODS = operation(
  `query CollectionGoods($id: ID!, $first: Int, $after: String) {
    shop {
      collection(id: $id) {
        products(first: $first, after: $after) {
          nodes { ...CardFields }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          count { value precision }
        }
      }
    }
  }
  ${CARD} ${PICTURE} ${MONEY}`,
  { shared: true },
);

export const CATEGORIES = operation(`query Categories { shop { categories { id title parentId } } }`, { shared: true });

export const SEARCH = operation(
  `query Search($query: String!, $first: Int, $after: String, $filters: SearchFilters, $sort: SearchSort!) {
    shop {
      search(query: $query, first: $first, after: $after, filters: $filters, sort: $sort) {
        edges { node { ...CardFields } highlights { field parts } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        count { value precision }
        ...FacetFields
      }
    }
  }
  ${FACET} ${CARD} ${PICTURE} ${MONEY}`,
  { shared: true },
);

// The rows that come after those that are shown: their facets are known.
export const SEARCH_MORE = operation(
  `query SearchMore($query: String!, $first: Int, $after: String, $filters: SearchFilters, $sort: SearchSort!) {
    shop {
      search(query: $query, first: $first, after: $after, filters: $filters, sort: $sort) {
        edges { node { ...CardFields } highlights { field parts } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        count { value precision }
      }
    }
  }
  ${CARD} ${PICTURE} ${MONEY}`,
  { shared: true },
);

// All values that there are to narrow by, whatever is chosen now.
export const FACETS = operation(
  `query Facets($query: String!, $filters: SearchFilters) {
    shop { search(query: $query, first: 0, filters: $filters) { ...FacetFields } }
  }
  ${FACET} ${MONEY}`,
  { shared: true },
);

export const SUGGESTIONS = operation(
  `query Suggestions($query: String!) {
    shop {
      searchSuggestions(query: $query, first: 5) {
        products { id slug title priceRange { min { ...MoneyFields } max { ...MoneyFields } } featuredMedia { ...PictureFields } }
        collections { id slug title }
        queries
      }
    }
  }
  ${PICTURE} ${MONEY}`,
  { shared: true },
);

export const PRODUCT = operation(
  `query Product($slug: String!) {
    shop {
      product(slug: $slug) {
        ...CardFields
        productType descriptionHtml
        options { name values }
        allVariants: variants(first: 100) {
          nodes {
            id title sku gtin weightGrams optionValues availableForSale availability
            price { ...MoneyFields } compareAtPrice { ...MoneyFields } priorPrice { ...MoneyFields }
            media { id }
          }
        }
        collections { id slug title products(first: 5) { nodes { ...CardFields } } }
      }
    }
  }
  ${CARD} ${PICTURE} ${MONEY}`,
  { shared: true },
);
