import { config } from '/assets/shared/js/config.js';
import { form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { priceRange } from '/assets/shared/js/money.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { Exports, files } from './exports.js';
import { consoleList, shopUrl } from './page.js';
import { PRODUCT_TO_EDIT, PRODUCT_UPDATE, PRODUCTS, PRODUCTS_ARCHIVE, PRODUCTS_PUBLISH } from './queries.js';

const SORTS = ['-UPDATED_AT', 'TITLE', '-TITLE', 'PRICE', '-PRICE', '-CREATED_AT'];

const order = (sort) => [{ key: sort.replace('-', ''), direction: sort.startsWith('-') ? 'DESC' : 'ASC' }];

function where({ filters, search }) {
  return {
    status: filters.view ? [filters.view] : undefined,
    inStock: filters.stock === '' ? undefined : filters.stock === 'in',
    or: search ? [{ title: { contains: search } }, { sku: { startsWith: search } }] : undefined,
  };
}

async function load({ filters, sort, search, page, signal }) {
  const { vendor } = await ask(PRODUCTS, { ...page, where: where({ filters, search }), sort: order(sort) }, { signal });
  return vendor.products;
}

const stock = (product) => product.variants.nodes[0]?.inventoryLevel?.available ?? null;

const editor = form({
  values: { title: '', brand: '', price: '', description: '' },
  rules: { title: (value) => (value.trim() === '' ? t('invalid.required') : null) },

  async send(values) {
    const input = { ifVersion: this.version };
    for (const name of this.changedFields) input[name] = name === 'price' ? values.price.trim().replace(',', '.') : values[name];
    const { productUpdate } = await ask(PRODUCT_UPDATE, { id: this.product.id, input });
    const stale = productUpdate.userErrors.some((error) => error.code === 'STALE_VERSION');
    this.conflict = stale;
    if (stale) return productUpdate.userErrors;
    if (productUpdate.product) this.take(productUpdate.product);
    return productUpdate.userErrors;
  },

  done() {
    this.rows = this.rows.map((row) => (row.id === this.product.id ? this.product : row));
    this.$refs.panel.close();
    notify(t('products.saved', { title: this.product.title }));
  },
});

startConsole({
  files,
  products: () =>
    consoleList(
      { load, filters: { stock: '' }, sorts: SORTS, pageSize: 25, counted: 'products.count', views: ['', 'ACTIVE', 'DRAFT', 'ARCHIVED'], text: (view) => t(`productView.${view || 'all'}`) },
      editor,
      {
        product: null,
        version: 0,
        conflict: false,
        opening: null,
        sorts: SORTS,
        stock,

        price(product) {
          const { text, varies } = priceRange(product.priceRange);
          return varies ? t('products.from', { price: text }) : text;
        },

        low(product) {
          const left = stock(product);
          return left !== null && left <= 3;
        },

        inShop(product) {
          return shopUrl(config, `products/${product.slug}`);
        },

        publish(ids) {
          return this.run(async () => (await ask(PRODUCTS_PUBLISH, { ids })).productsPublish.userErrors, t('products.published', { count: ids.length }));
        },

        archive(ids) {
          const undo = { label: t('action.undo'), run: () => this.publish(ids) };
          const wereActive = this.rows.filter((row) => ids.includes(row.id)).every((row) => row.status === 'ACTIVE');
          return this.run(async () => (await ask(PRODUCTS_ARCHIVE, { ids })).productsArchive.userErrors, t('products.archived', { count: ids.length }), wereActive ? undo : null);
        },

        async open(id) {
          this.opening = id;
          try {
            const { vendor } = await ask(PRODUCT_TO_EDIT, { id });
            if (!vendor.product) return notify(t('products.gone'), { kind: 'error' });
            this.conflict = false;
            this.take(vendor.product);
            this.$refs.panel.showModal();
          } catch (error) {
            notify(this.$describe(error), { kind: 'error' });
          } finally {
            this.opening = null;
          }
        },

        take(product) {
          this.product = product;
          this.version = product.version;
          this.reset({ title: product.title, brand: product.brand ?? '', price: product.variants.nodes[0]?.price.amount ?? '', description: product.description });
        },

        get onePrice() {
          return this.product?.variants.nodes.length === 1 && !this.product.variants.pageInfo.hasNextPage;
        },

        /** Somebody else saved in between: theirs, or ours over theirs. */
        async takeTheirs() {
          const { vendor } = await ask(PRODUCT_TO_EDIT, { id: this.product.id });
          this.conflict = false;
          this.take(vendor.product);
        },

        async overwrite(element) {
          const { vendor } = await ask(PRODUCT_TO_EDIT, { id: this.product.id });
          this.version = vendor.product.version;
          this.conflict = false;
          return this.submit(element);
        },

        closePanel() {
          this.$refs.panel.close();
        },
      },
    ),
}, {}, () => customElements.define('orion-exports', Exports));
