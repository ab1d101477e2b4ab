// Products, search and collections: one list in three dresses. Its state is the address.
import { gql } from '/assets/shared/js/api-client.js';
import { setTitle } from '/assets/shared/js/app.js';
import { path } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { defineFilters } from './filter-form.js';
import { goodsList } from './goods-list.js';
import { COLLECTION } from './goods-queries.js';
import { knownMap, shopMap } from './shop-map.js';
import { startShop } from './shop.js';

const ORDERS = ['newest', 'selling', 'cheapest', 'dearest', 'title'];
const searching = path() === 'search';

startShop(
  {
    products: () => mix(goodsList({ orders: searching ? ['best', ...ORDERS] : ORDERS, begin: beginSearch }), headings(), ideas()),
    collection: () => mix(goodsList({ orders: ['own', ...ORDERS], begin: beginCollection }), { collection: knownMap().collections.find(({ slug }) => slug === path().split('/')[1]) ?? null }),
  },
  defineFilters,
);

async function beginSearch(page) {
  setTitle(page.heading);
  return { collection: null };
}

async function beginCollection(page) {
  const { shop } = await gql(COLLECTION, { slug: path().split('/')[1] });
  if (!shop.collection) return null;
  page.collection = shop.collection;
  setTitle(shop.collection.title);
  return { collection: shop.collection.id };
}

function headings() {
  return {
    searching,

    get heading() {
      if (!searching) return t('nav.products');
      return this.search ? t('search.for', { query: this.search }) : t('search.title');
    },
  };
}

// What is offered where a search has found nothing: words that others found something with, and the shelves.
function ideas() {
  return {
    queries: [],
    shelves: [],

    async think(none) {
      if (!none || !searching) return;
      const { recent, suggestions } = await import('./search-words.js');
      const [queries, shelves] = await Promise.allSettled([suggestions(this.search.slice(0, 3)), shopMap()]);
      this.queries = [...new Set([...(queries.value?.queries ?? []), ...recent()])].filter((words) => words !== this.search.toLowerCase()).slice(0, 6);
      this.shelves = shelves.value?.collections ?? [];
    },
  };
}
