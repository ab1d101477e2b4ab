// The products of a shop: found, chosen, changed many at once, and priced in the list itself.
import { t } from '/assets/shared/js/i18n.js';
import { priceRange } from '/assets/shared/js/money.js';
import { CATALOG, CATALOG_SHELVES, CATALOG_TASK, CATALOG_TASK_CANCEL, CATALOG_TASK_PROGRESS, CATALOG_TASK_START, CATALOG_TASKS } from './catalog-queries.js';
import { ask, startConsole } from './console.js';
import { Exports, files } from './exports.js';
import { consoleList } from './page.js';
import { creating } from './product-new.js';
import { categoryChoices } from './product-values.js';
import { bulk } from './products-bulk.js';
import { grid } from './products-grid.js';
import { backgroundTasks, Task } from './task.js';

const SORTS = ['-UPDATED_AT', 'TITLE', '-TITLE', 'PRICE', '-PRICE', '-CREATED_AT'];

const order = (sort) => [{ key: sort.replace('-', ''), direction: sort.startsWith('-') ? 'DESC' : 'ASC' }];

const amount = (text) => (/^\d{1,9}([.,]\d{1,3})?$/.test(text.trim()) ? text.trim().replace(',', '.') : undefined);

const FILTERS = { stock: '', category: '', collection: '', brand: '', tag: '', from: '', to: '' };

/** What the address says, as the graph wants it. */
function where({ filters, search }) {
  const price = { gte: amount(filters.from), lte: amount(filters.to) };
  return {
    status: filters.view ? [filters.view] : undefined,
    inStock: filters.stock === '' ? undefined : filters.stock === 'in',
    category: filters.category ? { eq: filters.category } : undefined,
    collection: filters.collection ? { eq: filters.collection } : undefined,
    brand: filters.brand ? { eq: filters.brand } : undefined,
    tag: filters.tag ? [filters.tag] : undefined,
    price: price.gte || price.lte ? price : undefined,
    or: search ? [{ title: { contains: search } }, { sku: { startsWith: search } }] : undefined,
  };
}

async function load({ filters, sort, search, page, signal }) {
  const data = await ask(CATALOG, { ...page, where: where({ filters, search }), sort: order(sort) }, { signal });
  return { ...data.vendor.products, partial: Boolean(data.$errors) };
}

const stock = (product) => (product.variants.pageInfo.hasNextPage || product.variants.nodes.length > 1 ? null : (product.variants.nodes[0]?.inventoryLevel?.available ?? null));

const task = backgroundTasks({ list: CATALOG_TASKS, start: CATALOG_TASK_START, cancel: CATALOG_TASK_CANCEL, now: CATALOG_TASK, progress: CATALOG_TASK_PROGRESS, needs: 'CATALOG_WRITE' });

const shelves = {
  categories: [],
  collections: [],
  byHand: [], // the collections that products are put into
  taxes: ['STANDARD', 'REDUCED', 'SUPER_REDUCED', 'ZERO'].map((value) => ({ value, key: `taxClass.${value}` })),
  brands: [],
  tags: [],

  // A courtesy: without them the list does as well.
  async begun() {
    const found = await ask(CATALOG_SHELVES).catch(() => null);
    if (!found) return;
    const { categories, collections, productBrands, productTags } = found.vendor;
    this.categories = categoryChoices(categories);
    this.collections = collections.nodes.map(({ id, title }) => ({ value: id, label: title }));
    this.byHand = collections.nodes.filter(({ kind }) => kind === 'MANUAL').map(({ id, title }) => ({ value: id, label: title }));
    this.brands = productBrands.map((value) => ({ value, label: value }));
    this.tags = productTags.map((value) => ({ value, label: value }));
    await this.findTask();
  },

  /** What narrows the list beside search and view, as chips: [{name, text}]. */
  get chips() {
    const named = (list, value) => list.find((one) => one.value === value)?.label ?? value;
    const lists = { category: this.categories, collection: this.collections, brand: this.brands, tag: this.tags };
    const chosen = Object.keys(lists).filter((name) => this.filters[name]).map((name) => ({ name, text: named(lists[name], this.filters[name]) }));
    const prices = ['from', 'to'].filter((name) => this.filters[name]).map((name) => ({ name, text: t(`priceBound.${name}`, { price: this.filters[name] }) }));
    return [...chosen, ...prices];
  },
};

startConsole({
  files,
  products: () =>
    consoleList(
      { load, filters: FILTERS, sorts: SORTS, pageSize: 25, counted: 'products.count', views: ['', 'ACTIVE', 'DRAFT', 'ARCHIVED'], text: (view) => t(`productView.${view || 'all'}`) },
      creating,
      task,
      bulk,
      grid,
      shelves,
      {
        sorts: SORTS,
        stock,

        get where() {
          return where({ filters: this.filters, search: this.search });
        },

        price(product) {
          const { text, varies } = priceRange(product.priceRange);
          return varies ? t('products.from', { price: text }) : text;
        },

        stockText(product) {
          const left = stock(product);
          return left === null ? t(product.inStock ? 'products.inStock' : 'products.soldOut') : this.$num(left);
        },

        low(product) {
          const left = stock(product);
          return left === null ? !product.inStock : left <= 3;
        },
      },
    ),
}, {}, () => {
  customElements.define('orion-exports', Exports);
  customElements.define('orion-task', Task);
});
