// Products, search and collections: one list in three dresses. Its state is the address.
import { gql } from '/assets/shared/js/api-client.js';
import { setTitle } from '/assets/shared/js/app.js';
import { config, path } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { list } from '/assets/shared/js/list.js';
import { money } from '/assets/shared/js/money.js';
import { knownCollections, shopCollections } from './shell.js';
import { COLLECTION, PRODUCTS } from './queries.js';
import { startShop } from './shop.js';

const SORTS = {
  newest: [{ key: 'CREATED_AT', direction: 'DESC' }],
  cheapest: [{ key: 'PRICE', direction: 'ASC' }],
  dearest: [{ key: 'PRICE', direction: 'DESC' }],
  title: [{ key: 'TITLE', direction: 'ASC' }],
};
const PAGE = 24;

startShop({
  products: () => mix(shelf({ collection: [], from: '', to: '', stock: false }, Object.keys(SORTS), searchProducts), headings()),
  collection: () => mix(shelf({ from: '', to: '', stock: false }, ['own', ...Object.keys(SORTS)], collectionProducts), { collection: knownCollections()?.find(({ slug }) => slug === path().split('/')[1]) ?? null }),
});

function shelf(filters, orders, load) {
  return mix(list({ load, filters, sorts: orders, pageSize: PAGE, counted: 'products.count' }), chips(filters), {
    orders,
    collections: knownCollections() ?? [],

    /** Anything but the search is narrowed down. */
    get narrowed() {
      return this.chips.length > 0;
    },

    /** "12,50" is as good as "12.50"; what is no amount is forgotten. */
    applyPrice() {
      for (const side of ['from', 'to']) this.filters[side] = amount(this.filters[side]);
      return this.apply();
    },
  });
}

function amount(text) {
  const value = String(text).trim().replace(',', '.');
  return /^\d{1,9}(\.\d{1,2})?$/.test(value) ? value : '';
}

// What is filtered by, each with the address of the list without it.
function chips(blank) {
  return {
    get chips() {
      const { filters } = this;
      const without = (change) => this.address({ filters: { ...filters, ...change } });
      const chosen = (filters.collection ?? []).map((slug) => ({
        text: this.collections.find((item) => item.slug === slug)?.title ?? slug,
        address: without({ collection: filters.collection.filter((one) => one !== slug) }),
      }));
      if (filters.from || filters.to) chosen.push({ text: priceText(filters), address: without({ from: blank.from, to: blank.to }) });
      if (filters.stock) chosen.push({ text: t('filter.inStock'), address: without({ stock: false }) });
      return chosen;
    },

    get lastChipAddress() {
      return this.chips.at(-1)?.address ?? '';
    },
  };
}

function priceText({ from, to }) {
  const text = (value) => money({ amount: value, currencyCode: config.currency });
  if (from && to) return `${text(from)} – ${text(to)}`;
  return from ? t('filter.over', { price: text(from) }) : t('filter.under', { price: text(to) });
}

function headings() {
  return {
    searching: path() === 'search',

    get heading() {
      if (!this.searching) return t('nav.products');
      return this.search ? t('search.for', { query: this.search }) : t('search.title');
    },
  };
}

function conditions({ from, to, stock }, search) {
  const where = {};
  if (from || to) where.price = { ...(from && { gte: from }), ...(to && { lte: to }) };
  if (stock) where.inStock = true;
  if (search) where.title = { contains: search };
  return where;
}

async function searchProducts({ filters, sort, search, page, signal }) {
  this.collections = await shopCollections();
  const where = conditions(filters, search);
  if (filters.collection.length > 0) {
    where.collection = { in: this.collections.filter((item) => filters.collection.includes(item.slug)).map((item) => item.id) };
  }
  const { shop } = await gql(PRODUCTS, { ...page, where, sort: SORTS[sort] }, { signal });
  setTitle(this.heading);
  return shop.products;
}

async function collectionProducts({ filters, sort, page, signal }) {
  const slug = path().split('/')[1];
  const { shop } = await gql(COLLECTION, { slug, ...page, where: conditions(filters, ''), sort: SORTS[sort] }, { signal });
  if (!shop.collection) return null;
  this.collection = shop.collection;
  setTitle(shop.collection.title);
  return shop.collection.products;
}
