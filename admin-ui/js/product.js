// One product: its words, pictures, variants, what it is sorted into and how search engines see it. One save for all of it.
import { setTitle } from '/assets/shared/js/app.js';
import { config, url } from '/assets/shared/js/config.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { languageName, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { CATALOG_SHELVES, PRODUCT_DUPLICATE, PRODUCT_VARIANTS, PRODUCT_WHOLE, PRODUCTS_DELETE, PRODUCTS_HIDE, PRODUCTS_SHELVE, PRODUCTS_SHOW } from './catalog-queries.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { lastPart, settle, shopUrl, tools } from './page.js';
import { pictures } from './product-pictures.js';
import { colliding, editor, sending } from './product-save.js';
import { categoryChoices, valuesOf } from './product-values.js';
import { variants } from './product-variants.js';
import { built, RichText } from './rich-text.js';
import { shopLanguages } from './shop-languages.js';

const TAXES = ['STANDARD', 'REDUCED', 'SUPER_REDUCED', 'ZERO'];

const sorting = {
  categories: [],
  shelves: [], // collections by hand
  ruled: [], // collections by rule that it stands in
  brands: [],
  allTags: [],
  typedTag: '',
  taxes: TAXES.map((value) => ({ value, key: `taxClass.${value}` })),

  async loadShelves() {
    const { categories, collections, productBrands, productTags } = (await ask(CATALOG_SHELVES)).vendor;
    this.categories = categoryChoices(categories);
    this.shelves = collections.nodes.filter(({ kind }) => kind === 'MANUAL');
    this.brands = productBrands;
    this.allTags = productTags;
  },

  enterTag() {
    const words = this.typedTag.split(',').map((word) => word.trim()).filter(Boolean);
    this.values.tags = [...new Set([...this.values.tags, ...words])];
    this.typedTag = '';
    this.touch('tags');
  },

  dropTag(word) {
    this.values.tags = this.values.tags.filter((one) => one !== word);
  },

  get tagsLeft() {
    return this.allTags.filter((tag) => !this.values.tags.includes(tag));
  },
};

// The words of one language at a time, and how they look among the results of a search.
const speaking = {
  languages: [],
  lang: 'own',

  get tongues() {
    const own = this.languages[0];
    return [{ value: 'own', text: own ? t('product.ownLanguage', { language: languageName(own) }) : t('product.words') }, ...this.languages.slice(1).map((language) => ({ value: language, text: languageName(language) }))];
  },

  get tongue() {
    return this.lang === 'own' ? (this.languages[0] ?? null) : this.lang;
  },

  tongueKey(event) {
    const all = this.tongues.map(({ value }) => value);
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!way) return;
    this.lang = all.at((all.indexOf(this.lang) + way) % all.length);
    this.$nextTick(() => document.querySelector('[role="tab"][aria-selected="true"]')?.focus());
  },

  untranslated: (words) => words.title.trim() === '',

  get said() {
    return this.values.words[this.lang];
  },

  get found() {
    const { title, seoTitle, seoDescription, descriptionHtml } = this.said;
    const text = built(descriptionHtml).map((node) => node.textContent ?? node).join(' ').replace(/\s+/g, ' ').trim();
    const short = text.length > 160 ? `${text.slice(0, 160)}…` : text;
    return { title: seoTitle.trim() || title || this.values.words.own.title, text: seoDescription.trim() || short };
  },

  get address() {
    return `${location.host}${shopUrl(config, `products/${this.values.slug}`)}`;
  },

  get slugChanged() {
    return this.product && this.values.slug.trim() !== this.product.slug;
  },
};

const keeping = {
  phase: 'loading',
  failure: null,
  product: null,
  version: 0,
  working: false,

  init() {
    addEventListener('beforeunload', (event) => !this.leaving && this.guard(event));
    return this.reload();
  },

  reload() {
    return settle(this, async () => {
      const { vendor } = await ask(PRODUCT_WHOLE, { id: lastPart() });
      if (!vendor.product) return (this.phase = 'missing');
      this.languages = await shopLanguages();
      await this.loadShelves();
      await this.take(await this.whole(vendor.product));
    });
  },

  /** The product with all of its variants. */
  async whole(product) {
    let { nodes, pageInfo } = product.variants;
    while (pageInfo.hasNextPage) {
      const more = (await ask(PRODUCT_VARIANTS, { id: product.id, after: pageInfo.endCursor })).vendor.product.variants;
      nodes = [...nodes, ...more.nodes];
      pageInfo = more.pageInfo;
    }
    return { ...product, variants: { nodes, pageInfo } };
  },

  async take(product) {
    const all = await this.whole(product);
    this.know(all.media);
    this.version = all.version;
    this.ruled = all.collections.filter(({ kind }) => kind === 'RULES');
    this.cellErrors = {};
    this.reset(valuesOf(all, this.languages));
    this.product = all;
    setTitle(all.title);
  },

  get frozen() {
    return !this.can('CATALOG_WRITE');
  },

  get currency() {
    return this.product.priceRange.min.currencyCode;
  },

  get unsavedText() {
    return t('product.unsaved', { fields: this.changedFields.map((name) => t(`productField.${name}`)).join(', ') });
  },

  discard() {
    this.cellErrors = {};
    this.reset();
  },
};

const deciding = {
  get lacking() {
    return this.product.publishChecklist?.filter(({ done }) => !done) ?? [];
  },

  get publishable() {
    return this.lacking.every(({ required }) => !required);
  },

  get inShop() {
    return shopUrl(config, `products/${this.product.slug}`);
  },

  /** Says what is missing before; where nothing is, it is in the shop at once. */
  publish() {
    if (this.lacking.length === 0) return this.decide(PRODUCTS_SHOW, 'product.published');
    this.$refs.checklist.showModal();
  },

  publishAnyway() {
    this.$refs.checklist.close();
    return this.decide(PRODUCTS_SHOW, 'product.published');
  },

  hide() {
    return this.decide(PRODUCTS_HIDE, 'product.hidden');
  },

  archive() {
    return this.decide(PRODUCTS_SHELVE, 'product.archived');
  },

  async decide(op, said) {
    if (this.working) return;
    this.working = true;
    const payload = await act(ask, op, { ids: [this.product.id] });
    this.working = false;
    if (!payload) return;
    const { vendor } = await ask(PRODUCT_WHOLE, { id: this.product.id });
    this.product = { ...this.product, status: vendor.product.status, version: vendor.product.version, publishChecklist: vendor.product.publishChecklist };
    this.version = vendor.product.version;
    notify(t(said, { title: this.product.title }));
  },

  async duplicate() {
    const payload = await act(ask, PRODUCT_DUPLICATE, { id: this.product.id, title: t('product.copyOf', { title: this.product.title }).slice(0, 200) });
    if (payload) location.assign(url(`products/${payload.product.id}`));
  },

  async remove() {
    const { title, id } = this.product;
    const agreed = await confirmDialog({ title: t('product.deleteTitle', { title }), text: t('product.deleteText'), action: t('product.delete'), phrase: title, danger: true });
    if (!agreed || !(await act(ask, PRODUCTS_DELETE, { ids: [id] }))) return;
    this.leaving = true;
    location.assign(url('products'));
  },
};

startConsole({
  product: () => mix(tools, editor, sending, colliding, sorting, speaking, variants, pictures, keeping, deciding),
}, {}, () => customElements.define('orion-rich-text', RichText));
