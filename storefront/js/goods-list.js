// A list of goods: all of them, those of a collection, those that a search has found. Its state is the address.
import { gql } from '/assets/shared/js/api-client.js';
import { config } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { list } from '/assets/shared/js/list.js';
import { money } from '/assets/shared/js/money.js';
import { amount, BLANK, categoryRows, countOf, facetGroups, optionOf, searchFilters } from './facets.js';
import { CATEGORIES, COLLECTION_GOODS, FACETS, SEARCH, SEARCH_MORE } from './goods-queries.js';

const SORTS = { best: 'RELEVANCE', own: 'RELEVANCE', newest: 'NEWEST', cheapest: 'PRICE_ASC', dearest: 'PRICE_DESC', title: 'TITLE', selling: 'BEST_SELLING' };
const PAGE = 24;
const DEEPEST = 20 * PAGE; // an address can ask for that much at once

/**
 * orders  keys of SORTS, the first is the default
 * begin   async (page) => what is listed: {collection: id or null}, or null where it is not there
 */
export function goodsList({ orders, begin }) {
  const load = (page, asked) => loadGoods(page, asked, begin);
  const base = list({ load(asked) { return load(this, asked); }, filters: BLANK, sorts: orders, pageSize: PAGE, counted: 'products.count' });
  return mix(base, growing(base), facets(), chips(), { orders });
}

// More rows come below those that are shown; how many there are stands in the address, so that coming back finds them.
function growing(base) {
  return {
    shown: PAGE,
    adding: false,

    readAddress() {
      base.readAddress.call(this);
      const wanted = Number(new URLSearchParams(location.search).get('shown'));
      this.shown = Math.min(DEEPEST, Math.max(PAGE, Math.trunc(wanted / PAGE) * PAGE || PAGE));
    },

    apply() {
      this.shown = PAGE;
      return base.apply.call(this);
    },

    get moreAddress() {
      if (!this.pageInfo.hasNextPage) return null;
      const address = this.address();
      return `${address}${address.includes('?') ? '&' : '?'}shown=${this.shown + PAGE}`;
    },

    /** Adds the next rows and goes on to the first of them. */
    async more() {
      if (this.adding) return;
      this.adding = true;
      const address = this.moreAddress;
      const from = this.rows.length;
      try {
        const found = await nextRows(this.asked, this.pageInfo.endCursor);
        this.rows = this.rows.concat(found.nodes);
        this.pageInfo = found.pageInfo;
        this.shown += PAGE;
        this.failure = null;
        history.replaceState(null, '', address);
        this.$nextTick(() => this.$root.querySelectorAll('.results .cards orion-card h3 a')[from]?.focus());
      } catch (error) {
        this.failure = error;
        if (error.name !== 'ApiError') throw error;
      } finally {
        this.adding = false;
      }
    },
  };
}

async function loadGoods(page, { filters, sort, search, signal }, begin) {
  const place = await begin(page);
  if (!place) return null;
  const query = search.slice(0, 100);
  const variables = { query, filters: searchFilters(filters, place.collection), sort: SORTS[sort] };
  // Only the collection itself knows its own order; a search in it does not.
  page.asked = { variables, own: sort === 'own' && page.chips.length === 0 ? place.collection : null };
  const [found] = await Promise.all([firstRows(page.asked, signal), wholeFacets(page, variables, signal)]);
  Object.assign(page, { facets: found.facets, span: found.priceRange });
  if (page.chips.length === 0) page.whole = { of: query, facets: found.facets };
  while (found.pageInfo.hasNextPage && found.nodes.length < page.shown) {
    const rest = await nextRows(page.asked, found.pageInfo.endCursor, signal);
    Object.assign(found, { nodes: found.nodes.concat(rest.nodes), pageInfo: rest.pageInfo });
  }
  return found;
}

async function firstRows({ variables, own }, signal) {
  if (!own) {
    const { shop } = await gql(SEARCH, { ...variables, first: PAGE }, { signal });
    return { ...result(shop.search), facets: shop.search.facets, priceRange: shop.search.priceRange };
  }
  const { filters } = variables;
  const [rows, { shop }] = await Promise.all([ownRows(own, null, signal), gql(FACETS, { query: '', filters }, { signal })]);
  return { ...rows, facets: shop.search.facets, priceRange: shop.search.priceRange };
}

async function nextRows({ variables, own }, after, signal) {
  if (own) return ownRows(own, after, signal);
  const { shop } = await gql(SEARCH_MORE, { ...variables, first: PAGE, after }, { signal });
  return result(shop.search);
}

async function ownRows(id, after, signal) {
  const { shop } = await gql(COLLECTION_GOODS, { id, first: PAGE, after }, { signal });
  const { nodes, pageInfo, count } = shop.collection.products;
  return result({ edges: nodes.map((node) => ({ node, highlights: [] })), pageInfo, count });
}

// A row keeps where the words were found; its key changes with them, so that its card is drawn anew.
function result({ edges, pageInfo, count }) {
  const nodes = edges.map(({ node, highlights }) => ({ ...node, highlights, key: node.id + JSON.stringify(highlights) }));
  return { nodes, pageInfo, count };
}

// What there is without any filter, so that what a filter leaves nothing of can still be shown. Known once a search.
async function wholeFacets(page, { query, filters: { collection } }, signal) {
  if (page.chips.length === 0 || page.whole.of === query) return;
  const { shop } = await gql(FACETS, { query, filters: collection ? { collection } : {} }, { signal });
  page.whole = { of: query, facets: shop.search.facets };
}

function facets() {
  return {
    facets: [],
    whole: { of: null, facets: [] },
    span: null,
    tree: [],
    opened: [],

    get groups() {
      return facetGroups(this.whole.facets, this.facets, this.filters, this.opened);
    },

    get categories() {
      return categoryRows(this.tree, this.whole.facets, this.facets, this.filters.category);
    },

    /** The tree is asked for where there is a category to pick. */
    async growTree() {
      if (this.tree.length > 0 || !this.whole.facets.some(({ key }) => key === 'category')) return;
      try {
        this.tree = (await gql(CATEGORIES)).shop.categories;
      } catch (error) {
        if (error.name !== 'ApiError') throw error; // without the tree the other filters still work
      }
    },

    openFilters() {
      this.$root.querySelector('orion-filters').open();
    },

    categoryAddress(id) {
      return this.address({ filters: { ...this.filters, category: this.filters.category === id ? '' : id } });
    },

    get inStock() {
      return countOf(this.facets, 'inStock', 'true');
    },

    spanText(end) {
      return this.span ? money(this.span[end]) : t(end === 'min' ? 'filter.from' : 'filter.to');
    },

    applyPrice() {
      for (const side of ['from', 'to']) this.filters[side] = amount(this.filters[side]);
      return this.apply();
    },
  };
}

// What is filtered by, each with the address of the list without it.
function chips() {
  return {
    get chips() {
      const { filters } = this;
      const chip = (text, change) => ({ text, address: this.address({ filters: { ...filters, ...change } }) });
      const each = (name, textOf) => filters[name].map((value) => chip(textOf(value), { [name]: filters[name].filter((one) => one !== value) }));
      return [
        ...(filters.category ? [chip(this.tree.find(({ id }) => id === filters.category)?.title ?? t('filter.category'), { category: '' })] : []),
        ...each('brand', String),
        ...each('option', (written) => optionOf(written).join(': ')),
        ...each('tag', String),
        ...(filters.from || filters.to ? [chip(priceText(filters), { from: '', to: '' })] : []),
        ...(filters.stock ? [chip(t('filter.inStock'), { stock: false })] : []),
      ];
    },

    get narrowed() {
      return this.chips.length > 0;
    },

    get lastChipAddress() {
      return this.chips.at(-1)?.address ?? '';
    },

    /** Takes all filters away; what is searched for stays. */
    widen() {
      Object.assign(this.filters, JSON.parse(JSON.stringify(BLANK)));
      return this.apply();
    },
  };
}

function priceText({ from, to }) {
  const text = (value) => money({ amount: value, currencyCode: config.currency });
  if (from && to) return `${text(from)} – ${text(to)}`;
  return from ? t('filter.over', { price: text(from) }) : t('filter.under', { price: text(to) });
}
