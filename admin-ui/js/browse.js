// What came in: narrowed by facets, chosen by hand or all that match, looked at one by one.
import { config, url } from '/assets/shared/js/config.js';
import { known, number, t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { Exports, files } from './exports.js';
import { SOURCES, STAGED, STAGED_DESELECT, STAGED_FACETS, STAGED_IGNORE, STAGED_ONE, STAGED_SELECT } from './marketplace-queries.js';
import { consoleList, shopUrl } from './page.js';
import { Task, tasks } from './task.js';

const VIEWS = ['', 'IMPORTED', 'SELECTED', 'PUBLISHED', 'IGNORED', 'MISSING', 'changed'];
const FACETS = ['source', 'brand', 'productType'];
const SHORT = 8; // values of a facet that are shown before somebody asks for more
const EACH = 100; // ids a call takes

const decimal = (text) => (/^\d+([.,]\d{1,3})?$/.test(text.trim()) ? text.trim().replace(',', '.') : undefined);

function narrowed({ filters, search }) {
  const { view, source, brand, productType, from, to } = filters;
  const price = { gte: decimal(from), lte: decimal(to) };
  return {
    status: view && view !== 'changed' ? [view] : undefined,
    changedAtSource: view === 'changed' ? true : undefined,
    source: source.length > 0 ? source : undefined,
    brand: brand.length > 0 ? brand : undefined,
    productType: productType.length > 0 ? productType : undefined,
    price: price.gte || price.lte ? price : undefined,
    search: search || undefined,
  };
}

async function load({ filters, search, page, signal }) {
  const where = narrowed({ filters, search });
  this.loadFacets(where);
  const data = await ask(STAGED, { ...page, where }, { signal });
  return { ...data.vendor.marketplaceProducts, partial: Boolean(data.$errors) };
}

const faceted = {
  facets: null,
  facetsFailed: false,
  longer: [], // facets that are shown whole
  sourceNames: {}, // by handle
  narrow: matchMedia('(width < 68rem)').matches,

  /** The figures beside the list. Without them the list stands all the same. */
  async loadFacets(where) {
    const key = JSON.stringify(where);
    if (this.facetsKey === key && this.facets) return;
    this.facetsKey = key;
    try {
      const { vendor } = await ask(STAGED_FACETS, { where });
      if (this.facetsKey !== key) return;
      this.facets = vendor.marketplaceFacets;
      this.facetsFailed = false;
    } catch (error) {
      this.facetsFailed = true;
      if (error.name !== 'ApiError') throw error;
    }
  },

  /** [{name, title, values: [{value, text, count, on}], rest}]: chosen values stay although they have none left. */
  get facetGroups() {
    if (!this.facets) return [];
    return FACETS.map((name) => {
      const chosen = this.filters[name];
      const given = this.facets[name] ?? [];
      const lost = chosen.filter((value) => !given.some((one) => one.value === value)).map((value) => ({ value, count: 0 }));
      const values = [...lost, ...given].map(({ value, count }) => ({ value, count, text: this.facetText(name, value), on: chosen.includes(value) }));
      const whole = this.longer.includes(name) || values.length <= SHORT + 1;
      const shown = whole ? values : values.filter(({ on }, at) => on || at < SHORT);
      return { name, title: t(`facet.${name}`), values: shown, rest: values.length - shown.length };
    }).filter(({ name, values }) => values.length > 1 || this.filters[name].length > 0);
  },

  facetText(name, value) {
    if (value === '') return t('facet.blank');
    return name === 'source' ? (this.sourceNames[value] ?? value) : value;
  },

  async loadSources() {
    const found = await ask(SOURCES).catch(() => null); // their handles will do
    this.sourceNames = Object.fromEntries((found?.vendor.marketplaceSources ?? []).map(({ handle, name }) => [handle, name]));
  },

  showAll(name) {
    this.longer.push(name);
  },

  /** The tabs with how many each has, where that is known. */
  get tabs() {
    const counts = new Map((this.facets?.status ?? []).map(({ value, count }) => [value, count]));
    return VIEWS.map((value) => ({ value, text: t(`stagedView.${value || 'all'}`) + (counts.has(value) ? ` ${number(counts.get(value))}` : '') }));
  },

  get narrowings() {
    const { source, brand, productType, from, to } = this.filters;
    return source.length + brand.length + productType.length + (from || to ? 1 : 0);
  },

  /** What narrows the list beside its tab: [{name, value, text}]. */
  get chips() {
    const { from, to } = this.filters;
    const chosen = FACETS.flatMap((name) => this.filters[name].map((value) => ({ key: `${name}:${value}`, name, value, text: this.facetText(name, value) })));
    return from || to ? [...chosen, { key: 'price', name: 'price', value: '', text: t('facet.priceChip', { from: from || '0', to: to || '∞' }) }] : chosen;
  },

  dropChip({ name, value }) {
    if (name !== 'price') return this.toggleFilter(name, value);
    Object.assign(this.filters, { from: '', to: '' });
    return this.apply();
  },
};

const choosing = {
  everything: false, // the selection is all that match, however many

  /** All on this page are chosen, and more match than it shows. */
  get more() {
    return this.allSelected && this.count !== null && (this.count.value > this.rows.length || this.count.precision === 'AT_LEAST');
  },

  get matching() {
    if (!this.count) return '';
    return t(this.count.precision === 'AT_LEAST' ? 'staged.allMatchingAtLeast' : 'staged.allMatching', { count: this.count.value });
  },

  get chosenText() {
    return this.everything ? this.matching : t('list.chosen', { count: this.selected.length });
  },

  tick(id, event) {
    this.everything = false;
    this.select(id, event);
  },

  tickAll() {
    this.everything = false;
    this.selectAll();
  },

  letGoAll() {
    this.everything = false;
    this.letGo();
  },

  /** Those of the selected rows that something can still be done with. */
  get free() {
    return this.rows.filter((row) => this.isSelected(row.id) && row.status !== 'PUBLISHED').map((row) => row.id);
  },

  /** Does it to the chosen rows or, in the background, to all that match. */
  async doChosen(action) {
    if (!this.everything) return this[{ SELECT: 'take', IGNORE: 'ignore', DESELECT: 'takeBack' }[action]](this.free);
    if (!(await this.startTask(action, narrowed(this)))) return;
    this.everything = false;
    this.unselect();
  },

  take(ids) {
    const action = { label: t('staged.toSelection'), run: () => location.assign(url('marketplace/selected')) };
    return this.run(() => inParts(ids, async (part) => (await ask(STAGED_SELECT, { ids: part })).marketplaceProductsSelect.userErrors), t('staged.selected', { count: ids.length }), action);
  },

  takeBack(ids) {
    return this.run(() => inParts(ids, async (part) => (await ask(STAGED_DESELECT, { ids: part })).marketplaceProductsDeselect.userErrors), t('staged.takenBack', { count: ids.length }));
  },

  ignore(ids) {
    const action = { label: t('action.undo'), run: () => this.takeBack(ids) };
    return this.run(() => inParts(ids, async (part) => (await ask(STAGED_IGNORE, { ids: part })).marketplaceProductsIgnore.userErrors), t('staged.ignored', { count: ids.length }), action);
  },
};

async function inParts(ids, work) {
  for (let at = 0; at < ids.length; at += EACH) {
    const userErrors = await work(ids.slice(at, at + EACH));
    if (userErrors.length > 0) return userErrors;
  }
  return [];
}

// One product in a panel, and keys: arrows go from row to row, with shift they choose on the way.
const looking = {
  one: null,
  opening: null,

  async open(id) {
    this.opening = id;
    try {
      this.one = (await ask(STAGED_ONE, { id })).node;
      if (this.one && !this.$refs.panel.open) this.$refs.panel.showModal();
    } catch (error) {
      notify(this.$describe(error), { kind: 'error' });
    } finally {
      this.opening = null;
    }
  },

  /** The product before or after the one in the panel. */
  neighbour(step) {
    const at = this.rows.findIndex(({ id }) => id === this.one?.id);
    return at < 0 ? null : (this.rows[at + step] ?? null);
  },

  turnTo(step) {
    const next = this.neighbour(step);
    return next ? this.open(next.id) : null;
  },

  async panelDo(work) {
    this.$refs.panel.close();
    await this[work]([this.one.id]);
  },

  /** Arrows in the table. The same control of the next row gets the focus, so that space does there what it did here. */
  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = event.target.closest('tbody tr');
    if (!step || !row) return;
    const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    if (!next?.matches('tr')) return;
    event.preventDefault();
    const target = next.querySelector(event.target.matches('[type="checkbox"]') ? '[type="checkbox"]' : 'button.main');
    target.focus();
    if (event.shiftKey && !this.isSelected(next.dataset.id)) this.tick(next.dataset.id);
  },

  /** From anywhere on the page, an arrow goes into the table. */
  enter(event) {
    if (event.key !== 'ArrowDown' || event.target !== document.body || document.querySelector('dialog[open]')) return;
    const first = document.querySelector('tbody [type="checkbox"], tbody button.main');
    if (!first) return;
    event.preventDefault();
    first.focus();
  },

  price(row) {
    return money(row.salePrice ?? row.price);
  },

  availability(row) {
    const key = `availability.${row.availability}`;
    return known(key) ? t(key) : (row.availability ?? '');
  },

  options: (row) => row.options.map(({ name, value }) => `${name}: ${value}`).join(', '),

  inShop(row) {
    return shopUrl(config, `products/${row.product.slug}`);
  },

  /** Shown only where a picture may come from: pages load none from other hosts. */
  pictureHost: (row) => {
    try {
      return new URL(row.imageLink).host;
    } catch {
      return row.imageLink;
    }
  },
};

startConsole({
  files,
  staged: () =>
    consoleList({ load, filters: { source: [], brand: [], productType: [], from: '', to: '' }, pageSize: 50, counted: 'staged.count', views: VIEWS }, tasks, faceted, choosing, looking, {
      begun() {
        if (this.can('IMPORT_READ')) return Promise.all([this.findTask(), this.loadSources()]);
      },
    }),
}, {}, () => {
  customElements.define('orion-exports', Exports);
  customElements.define('orion-task', Task);
});
