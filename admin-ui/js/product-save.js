// One save for all of a product: three mutations, what they refuse, and what happens when somebody else was first.
import { form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { PRODUCT_PICTURES, PRODUCT_SAVE, VARIANTS_SET, VARIANTS_UPDATE } from './catalog-queries.js';
import { ask } from './console.js';
import { PARTS, productInput, valuesOf } from './product-values.js';
import { changes } from './variant-matrix.js';

const PLACES = { title: 'words', descriptionHtml: 'words', seo: 'words', translations: 'words', mediaIds: 'pictures', options: 'options', variants: 'cells' };

export const editor = form({
  values: { words: { own: { title: '', descriptionHtml: '', seoTitle: '', seoDescription: '' } }, slug: '', brand: '', productType: '', categoryId: '', tags: [], taxClass: 'STANDARD', collectionIds: [], pictures: [], options: [], cells: [] },
  fieldOf: (path) => PLACES[path[1]] ?? PLACES[path[0]] ?? path[1],
  rules: {
    words: ({ own }) => (own.title.trim() === '' ? t('product.titleNeeded') : null),
    cells() {
      return this.checkCells() ? t('variants.wrong') : null;
    },
  },

  // Three mutations, each on the version that the one before has made. What is saved stays so where a later one fails.
  async send(values) {
    for (const part of ['product', 'pictures', 'variants']) {
      const changed = this.changedFields.filter((name) => PARTS[part].includes(name));
      if (changed.length === 0) continue;
      const errors = await this[`${part}Sent`](values, changed);
      if (errors.length > 0) return errors;
      this.keep(changed);
    }
    return [];
  },

  async done() {
    await this.take(this.latest);
    notify(t('products.saved', { title: this.product.title }));
  },
});

export const sending = {
  latest: null, // the product as the last mutation left it

  productSent(values, changed) {
    const input = { ...productInput(values, JSON.parse(this.saved), changed), ifVersion: this.version };
    return this.told(PRODUCT_SAVE, { id: this.product.id, input });
  },

  picturesSent(values) {
    return this.told(PRODUCT_PICTURES, { id: this.product.id, mediaIds: values.pictures, ifVersion: this.version });
  },

  async variantsSent(values) {
    const { set, update, rows } = changes(values, JSON.parse(this.saved));
    const input = set ? { options: values.options, variants: set } : { variants: update };
    const errors = await this.told(set ? VARIANTS_SET : VARIANTS_UPDATE, { id: this.product.id, input: { ...input, ifVersion: this.version } });
    this.takeCellErrors(errors, rows);
    return errors;
  },

  async told(op, variables) {
    const [payload] = Object.values(await ask(op, variables));
    if (payload.product) {
      this.latest = payload.product;
      this.version = payload.product.version;
    }
    if (payload.userErrors.some(({ code }) => code === 'STALE_VERSION') && payload.current) this.collide(payload.current);
    return payload.userErrors;
  },

  /** These fields are saved as they are. */
  keep(names) {
    this.saved = JSON.stringify({ ...JSON.parse(this.saved), ...Object.fromEntries(names.map((name) => [name, this.values[name]])) });
  },
};

// Somebody else has saved in between.
export const colliding = {
  theirs: null,

  collide(current) {
    this.theirs = current;
    this.$refs.conflict.showModal();
  },

  /** What is unsaved here beside what stands there: [{label, mine, other}]. */
  get differences() {
    if (!this.theirs) return [];
    const other = valuesOf(this.theirs, this.languages);
    return this.changedFields.map((name) => ({ name, label: t(`productField.${name}`), mine: this.spoken(name, this.values[name]), other: this.spoken(name, other[name]) }));
  },

  /** A field in words. */
  spoken(name, value) {
    if (name === 'words') return value.own.title;
    if (name === 'pictures') return t('pictures.count', { count: value.length });
    if (name === 'options') return value.map((option) => `${option.name}: ${option.values.join(', ')}`).join(' · ') || '–';
    if (name === 'cells') return value.map((cell) => [this.nameOf(cell), cell.price].filter(Boolean).join(' ')).slice(0, 6).join(' · ');
    if (name === 'taxClass') return t(`taxClass.${value}`);
    if (name === 'categoryId') return this.categories.find((one) => one.value === value)?.label ?? '–';
    if (name === 'collectionIds') return this.shelves.filter(({ id }) => value.includes(id)).map(({ title }) => title).join(', ') || '–';
    return [value].flat().join(', ') || '–';
  },

  async takeTheirs() {
    this.$refs.conflict.close();
    await this.take(await this.whole(this.theirs));
    this.theirs = null;
  },

  /** Ours over theirs: what was changed here, on top of the version that is there now. */
  overwrite() {
    this.$refs.conflict.close();
    this.version = this.theirs.version;
    this.theirs = null;
    return this.submit(this.$refs.form);
  },
};
