// One promotion: what it takes off, of what, for whom and when, and all of it in one sentence.
import { setTitle } from '/assets/shared/js/app.js';
import { url } from '/assets/shared/js/config.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { debounce, mix } from '/assets/shared/js/dom.js';
import { complain, form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { GOODS_SEARCH } from './collection-queries.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { lastPart, settle, tools } from './page.js';
import { PROMOTION, PROMOTION_ARCHIVE, PROMOTION_CREATE, PROMOTION_UPDATE, SHELVES } from './promotion-queries.js';
import { draftOf, EMPTY, inputOf, valuesOf } from './promotion-values.js';
import { sentenceOf } from './promotion-words.js';

const id = lastPart() === 'new' ? null : lastPart();
const NUMBER = /^\d{1,9}([.,]\d{1,3})?$/;
const PERCENT = /^\d{1,3}([.,]\d{1,2})?$/;

const written = (pattern, key) => (value) => (value.trim() === '' || pattern.test(value.trim()) ? null : t(key));
const counted = (value) => (value.trim() === '' || /^[1-9]\d{0,8}$/.test(value.trim()) ? null : t('promotion.wholeNumber'));

const editor = form({
  values: valuesOf(EMPTY),
  rules: {
    title: (value) => (value.trim() === '' ? t('invalid.required') : null),
    code: (value, { by }) => (by === 'code' && value.trim() === '' ? t('promotion.codeMissing') : null),
    percentBp: written(PERCENT, 'promotion.noPercent'),
    amount: written(NUMBER, 'variants.noAmount'),
    minimum: written(NUMBER, 'variants.noAmount'),
    usageLimit: counted,
    customerLimit: counted,
    priority: (value) => (/^-?\d{0,4}$/.test(value.trim()) ? null : t('promotion.wholeNumber')),
    endsAt: (value, { startsAt }) => (value && startsAt && value <= startsAt ? t('promotion.endsBefore') : null),
  },
  fieldOf: (path) => ({ productIds: 'products', collectionIds: 'collections' })[path[1]] ?? path[1] ?? null,

  async send(values) {
    const input = inputOf(values);
    const payload = id ? (await ask(PROMOTION_UPDATE, { id, ifVersion: this.version, input })).promotionUpdate : (await ask(PROMOTION_CREATE, { input })).promotionCreate;
    this.conflict = payload.userErrors.some(({ code }) => code === 'STALE_VERSION');
    if (payload.promotion) this.take(payload.promotion);
    return payload.userErrors;
  },

  done() {
    notify(t('promotion.saved', { title: this.promotion.title }));
    if (!id) location.replace(url(`promotions/${this.promotion.id}`));
  },
});

// The goods that it is about: products by words, collections from the list of all.
const choosing = {
  shelves: [],
  shelf: '',
  words: '',
  offers: [],
  offered: false,

  offerSoon: debounce(function () {
    this.offer();
  }, 300),

  async offer() {
    const words = this.words.trim();
    if (words === '') return this.hush();
    try {
      const { nodes } = (await ask(GOODS_SEARCH, { where: { or: [{ title: { contains: words } }, { sku: { startsWith: words } }] } })).vendor.products;
      if (words !== this.words.trim()) return;
      this.offers = nodes;
      this.offered = true;
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    }
  },

  hush() {
    this.offers = [];
    this.offered = false;
  },

  has(product) {
    return this.values.products.some((one) => one.id === product.id);
  },

  add({ id: productId, title }) {
    this.values.products = [...this.values.products, { id: productId, title }];
  },

  drop(name, one) {
    this.values[name] = this.values[name].filter((other) => other.id !== one.id);
  },

  get otherShelves() {
    return this.shelves.filter((one) => !this.values.collections.some((taken) => taken.id === one.id));
  },

  addShelf() {
    const one = this.shelves.find((shelf) => shelf.id === this.shelf);
    if (one) this.values.collections = [...this.values.collections, { id: one.id, title: one.title }];
    this.shelf = '';
  },
};

const keeping = {
  phase: 'loading',
  failure: null,
  promotion: null,
  version: null,
  conflict: false,

  init() {
    return this.reload();
  },

  reload() {
    return settle(this, async () => {
      const [shelves, found] = await Promise.all([ask(SHELVES), id ? ask(PROMOTION, { id }) : null]);
      this.shelves = shelves.vendor?.collections?.nodes ?? [];
      if (!id) return setTitle(t('promotions.create'));
      if (!found.vendor.promotion) return (this.phase = 'missing');
      this.take(found.vendor.promotion);
    });
  },

  take(promotion) {
    this.promotion = promotion;
    this.version = promotion.version;
    this.conflict = false;
    this.reset(valuesOf(promotion));
    setTitle(promotion.title);
  },

  get heading() {
    return this.promotion?.title ?? t('promotions.create');
  },

  get frozen() {
    return !this.can('PROMOTION_WRITE') || this.promotion?.status === 'ARCHIVED';
  },

  get sentenceText() {
    return sentenceOf(draftOf(this.values)) || t('promotion.nothingYet');
  },

  get usesText() {
    return t('promotions.uses', { count: this.promotion?.uses ?? 0 });
  },

  async takeTheirs() {
    this.take((await ask(PROMOTION, { id })).vendor.promotion);
  },

  async archive() {
    const { title } = this.promotion;
    const agreed = await confirmDialog({ title: t('promotions.archiveTitle', { title }), text: t('promotions.archiveText'), action: t('promotions.archive'), danger: true });
    const payload = agreed && (await act(ask, PROMOTION_ARCHIVE, { id }));
    if (!payload) return;
    this.take(payload.promotion);
    notify(t('promotions.archived', { title }));
  },
};

startConsole({ promotion: () => mix(tools, editor, choosing, keeping) });
