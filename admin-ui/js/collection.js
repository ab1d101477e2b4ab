// One collection: its words and picture, and the products in it, put in by hand or found by rules.
import { setTitle } from '/assets/shared/js/app.js';
import { config, url } from '/assets/shared/js/config.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { form } from '/assets/shared/js/form.js';
import { languageName, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { priceRange } from '/assets/shared/js/money.js';
import { goods } from './collection-goods.js';
import { CATEGORIES, COLLECTION, COLLECTION_DELETE, COLLECTION_UPDATE } from './collection-queries.js';
import { ruling } from './collection-rules.js';
import { BLANK, fieldOf, inputOf, noWords, plain, valuesOf } from './collection-values.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { picking } from './media-picker.js';
import { lastPart, settle, shopUrl, tools } from './page.js';
import { RichText } from './rich-text.js';
import { shopLanguages } from './shop-languages.js';
import { pathsOf } from './tree.js';

const id = lastPart();
const SORTS = ['BEST_SELLING', 'NEWEST', 'TITLE', 'PRICE_ASC', 'PRICE_DESC'];

const editor = form({
  values: BLANK,
  fieldOf,
  rules: {
    title: (value) => (value.trim() === '' ? t('invalid.required') : null),

    conditions(_, { conditions }) {
      if (this.collection.kind !== 'RULES') return null;
      return conditions.length === 0 || conditions.some(({ value }) => value.trim() === '') ? t('rules.unwritten') : null;
    },
  },

  async send(values) {
    const input = { ...inputOf(values, this.changedFields, JSON.parse(this.saved).others), ifVersion: this.version };
    const { collection, userErrors } = (await ask(COLLECTION_UPDATE, { id, input })).collectionUpdate;
    this.conflict = userErrors.some(({ code }) => code === 'STALE_VERSION');
    if (collection) this.take(collection);
    return userErrors;
  },

  async done() {
    notify(t('collections.saved', { title: this.collection.title }));
    await this.loadGoods();
  },
});

const keeping = {
  phase: 'loading',
  failure: null,
  collection: null,
  version: 0,
  conflict: false,
  languages: [],
  language: '', // the one that is written in; '' is the shop's own
  categories: [],
  picture: null,

  init() {
    return this.reload();
  },

  reload() {
    return settle(this, async () => {
      const [{ vendor }, languages] = await Promise.all([ask(COLLECTION, { id }), shopLanguages()]);
      if (!vendor.collection) return (this.phase = 'missing');
      this.languages = languages;
      this.take(vendor.collection);
      await Promise.all([this.loadGoods(), this.loadCategories()]);
      if (this.collection.kind === 'RULES') await this.lookAhead();
    });
  },

  async loadCategories() {
    this.categories = pathsOf((await ask(CATEGORIES)).vendor.categories);
  },

  take(collection) {
    this.collection = collection;
    this.version = collection.version;
    this.conflict = false;
    this.picture = collection.featuredMedia;
    this.reset(valuesOf(collection));
    for (const one of this.others) this.values.others[one] ??= noWords();
    this.saved = JSON.stringify(this.values);
    setTitle(collection.title);
  },

  /** What is discarded takes the chosen picture with it. */
  reset(next) {
    editor.reset.call(this, next);
    if (next) return;
    this.picture = this.collection.featuredMedia;
    if (this.collection.kind === 'RULES') this.lookAhead();
  },

  get frozen() {
    return !this.can('CATALOG_WRITE');
  },

  get others() {
    return this.languages.slice(1);
  },

  get tongues() {
    return this.languages.length > 1 ? this.languages.map((one, at) => ({ value: at === 0 ? '' : one, text: languageName(one), written: at === 0 || (this.values.others[one]?.title ?? '') !== '' })) : [];
  },

  get sorts() {
    const all = this.collection?.kind === 'MANUAL' ? ['MANUAL', ...SORTS] : SORTS;
    return all.map((value) => ({ value, label: t(`collectionSort.${value}`) }));
  },

  async takeTheirs() {
    this.take((await ask(COLLECTION, { id })).vendor.collection);
  },

  async overwrite(element) {
    this.version = (await ask(COLLECTION, { id })).vendor.collection.version;
    this.conflict = false;
    return this.submit(element);
  },

  picked(picture) {
    this.picture = picture;
    this.values.mediaId = picture.id;
  },

  /** Back to the picture of the first product. */
  dropPicture() {
    this.picture = null;
    this.values.mediaId = '';
  },

  // As a search engine would show it
  get foundTitle() {
    return this.values.seoTitle || this.values.title;
  },

  get foundAddress() {
    return new URL(shopUrl(config, `collections/${this.values.slug}`), location.href).href.replace(/^https?:\/\//, '').replaceAll('/', ' › ');
  },

  get foundText() {
    return this.values.seoDescription || plain(this.values.description).slice(0, 160) || t('collections.noDescription');
  },

  get slugChanged() {
    return this.collection.slug !== this.values.slug.trim();
  },

  get inShop() {
    return shopUrl(config, `collections/${this.collection.slug}`);
  },

  priceOf(product) {
    const { text, varies } = priceRange(product.priceRange);
    return varies ? t('products.from', { price: text }) : text;
  },

  /** Rules are let go; what they found stays, to be put in order by hand. */
  async makeManual() {
    const { title } = this.collection;
    const agreed = await confirmDialog({ title: t('collections.toManualTitle', { title }), text: t('collections.toManualText'), action: t('collections.toManual') });
    if (!agreed) return;
    const payload = await act(ask, COLLECTION_UPDATE, { id, input: { toManual: true, ifVersion: this.version } });
    if (!payload) return;
    this.take(payload.collection);
    await this.loadGoods();
  },

  async remove() {
    const { title } = this.collection;
    const agreed = await confirmDialog({ title: t('collections.removeTitle', { title }), text: t('collections.removeText'), action: t('collections.removeAction', { title }), danger: true });
    if (!agreed || !(await act(ask, COLLECTION_DELETE, { id }))) return;
    this.saved = JSON.stringify(this.values);
    location.assign(url('collections'));
  },
};

startConsole({
  collection: () => mix(tools, editor, ruling, goods(id), picking, keeping),
}, {}, () => customElements.define('orion-rich-text', RichText));
