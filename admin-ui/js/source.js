// One source: how its files are read, when they come, and what becomes of its prices, categories and stock.
import { idempotencyKey } from '/assets/shared/js/api-client.js';
import { setTitle } from '/assets/shared/js/app.js';
import { url } from '/assets/shared/js/config.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { complain, form } from '/assets/shared/js/form.js';
import { ago, date, formatLocale, languageName, t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { notify } from '/assets/shared/js/notify.js';
import { CATEGORIES } from './collection-queries.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { CURRENCIES } from './currencies.js';
import { LANGUAGES } from './localized.js';
import { FeedPreview, mapped, Mapping, mappingInput, mappingOf } from './mapping.js';
import { SHOP_ZONE, SOURCE_BY_HANDLE, SOURCE_COLLECTIONS, SOURCE_DELETE, SOURCE_PAUSE, SOURCE_RESUME, SOURCE_RUN, SOURCE_UPDATE } from './marketplace-queries.js';
import { lastPart, settle, tools } from './page.js';
import { toggled } from './permissions.js';
import { reckon, units } from './price-rule.js';
import { looksLikeCron, PRESETS } from './schedule.js';
import { BLANK, fieldOf, inputOf, scheduleOf, valuesOf } from './source-values.js';
import { pathsOf } from './tree.js';
import { bringing, refusal } from './uploads.js';

const handle = lastPart();
const TAX_CLASSES = ['STANDARD', 'REDUCED', 'SUPER_REDUCED', 'ZERO'];
const NO_MAPPING = { columns: [], constants: [], round: false };
const choices = (values, text) => values.map((value) => ({ value, label: text(value) }));
const whole = (low, high) => (text) => (/^\d+$/.test(text.trim()) && Number(text) >= low && Number(text) <= high ? null : t('sources.whole', { low, high }));

const editor = form({
  values: BLANK,
  fieldOf,
  rules: {
    failureLimit: whole(1, 50),
    defaultStock: whole(0, 1000000),
    markup: (text) => (text === '' || inRange(units(text, 2)) ? null : t('sources.markupWrong')),
    surcharge: (text) => (text === '' || units(text, 2) !== null ? null : t('sources.surchargeWrong')),
    cron: (text, { preset }) => (preset !== 'own' || looksLikeCron(text) ? null : t('schedule.wrong')),
    feedUrl: (text, values) => (scheduleOf(values) !== '' && text.trim() === '' ? t('sources.urlNeeded') : null),
    password: (text, { username }) => (username !== '' && text === '' ? t('invalid.required') : null),
  },

  async send(values) {
    const { marketplaceSourceUpdate } = await ask(SOURCE_UPDATE, { id: this.source.id, input: inputOf(values, this.changedFields), ifVersion: this.version });
    this.conflict = marketplaceSourceUpdate.userErrors.some((error) => error.code === 'STALE_VERSION');
    if (marketplaceSourceUpdate.source) this.take(marketplaceSourceUpdate.source);
    return marketplaceSourceUpdate.userErrors;
  },

  done() {
    notify(t('sources.saved'));
  },
});

const inRange = (percent) => percent !== null && percent >= -9000n && percent <= 100000n;

const keeping = {
  phase: 'loading',
  failure: null,
  source: null,
  version: 0,
  conflict: false,
  runs: [],
  zone: null,
  collections: [],
  categories: [],
  replacing: false, // new credentials are being written

  init() {
    return this.reload();
  },

  reload() {
    return settle(this, async () => {
      const { vendor } = await ask(SOURCE_BY_HANDLE, { handle });
      if (!vendor.marketplaceSource) return (this.phase = 'missing');
      this.runs = vendor.importJobs.nodes.toReversed();
      this.take(vendor.marketplaceSource);
      setTitle(this.source.name);
      await Promise.all([this.loadFields(), this.loadZone(), this.loadCollections()]);
    });
  },

  // Courtesies: without them times are in the reader's own zone, and categories lead to types alone.
  async loadZone() {
    if (this.can('SETTINGS_READ')) this.zone = (await ask(SHOP_ZONE)).vendor.profile.timeZone;
  },

  async loadCollections() {
    if (!this.can('CATALOG_READ')) return;
    this.collections = (await ask(SOURCE_COLLECTIONS)).vendor.collections.nodes;
    this.categories = pathsOf((await ask(CATEGORIES)).vendor.categories);
  },

  take(source) {
    this.source = source;
    this.version = source.version;
    this.conflict = false;
    this.replacing = false;
    if (!CURRENCIES.includes(source.currencyCode)) this.currencies = [{ value: source.currencyCode, label: source.currencyCode }, ...this.currencies];
    this.reset(valuesOf(source));
  },

  /** Also the editor of the mapping goes back to what is saved. */
  reset(next) {
    editor.reset.call(this, next);
    this.map = mappingOf(this.values.mapping);
    this.replacing = false;
  },

  get frozen() {
    return !this.can('IMPORT_RUN');
  },

  async takeTheirs() {
    this.take((await ask(SOURCE_BY_HANDLE, { handle })).vendor.marketplaceSource);
  },

  /** Ours over theirs: what we changed, on top of the version that is there now. */
  async overwrite(element) {
    this.version = (await ask(SOURCE_BY_HANDLE, { handle })).vendor.marketplaceSource.version;
    this.conflict = false;
    return this.submit(element);
  },
};

// Made when the words are there.
const fieldsOf = () => ({
  formats: choices(['GOOGLE', 'SHOPIFY', 'LETZSHOP', 'CUSTOM'], (value) => t(`feedFormat.${value}`)),
  marks: choices(['AUTO', 'POINT', 'COMMA'], (value) => t(`decimalMark.${value}`)),
  encodings: choices(['', 'UTF-8', 'UTF-16LE', 'UTF-16BE', 'Windows-1252'], (value) => value || t('job.found')),
  separators: [['', 'job.found'], [',', 'job.comma'], [';', 'job.semicolon'], ['\t', 'job.tab'], ['|', 'job.pipe']].map(([value, key]) => ({ value, label: t(key) })),
  roundings: choices(['NONE', 'END_99', 'END_95', 'END_90', 'WHOLE'], (value) => t(`rounding.${value}`)),
  taxClasses: choices(TAX_CLASSES, (value) => t(`taxClass.${value}`)),
  policies: choices(['ON_PUBLICATION', 'FOLLOW_FEED'], (value) => t(`stockPolicy.${value}`)),
  presets: [...PRESETS.map(([name]) => name), 'own'].map((value) => ({ value, label: t(`schedule.${value}`) })),
  currencies: CURRENCIES.map((value) => ({ value, label: value })),
  languages: LANGUAGES.map((value) => ({ value, label: languageName(value) })),

  offers(language) {
    return language === this.values.language || this.values.others.includes(language);
  },

  offer(language) {
    const others = toggled(this.values.others, language);
    this.values.others = LANGUAGES.filter((one) => others.includes(one));
  },

  get addressChanged() {
    return this.source.hasCredentials && this.values.feedUrl.trim() !== (this.source.feedUrl ?? '');
  },

  // The price rule, worked out for one price.
  example: '100.00',

  get worked() {
    const currencyCode = this.values.currencyCode;
    const digits = new Intl.NumberFormat('en', { style: 'currency', currency: currencyCode }).resolvedOptions().maximumFractionDigits;
    const steps = reckon(this.values, this.example, digits);
    if (!steps) return t('rule.noNumber');
    const as = (amount) => money({ amount, currencyCode });
    return t('rule.worked', { feed: as(this.example.trim().replace(',', '.')), marked: as(steps.marked), added: as(steps.added), price: as(steps.price) });
  },

  // Categories
  addRule() {
    this.values.categoryMap.push({ from: '', productType: '', collectionId: '', categoryId: '' });
    this.$nextTick(() => [...document.querySelectorAll('[data-rule]')].at(-1)?.focus());
  },

  removeRule(at) {
    this.values.categoryMap.splice(at, 1);
    this.touch('categoryMap');
  },

  /** The first that fits counts, so the order matters. */
  raiseRule(at) {
    const rules = this.values.categoryMap;
    rules.splice(at - 1, 2, rules[at], rules[at - 1]);
  },

  /** A change of the mapping's editor is one of the form. */
  changed() {
    this.values.mapping = mappingInput(this.map);
    this.touch('mapping');
    if (this.preview) this.lookSoon();
  },
});

// A look at a file or at the address with what stands in the form, saved or not.
const trying = {
  tried: null, // the upload that is looked at; null for the address

  lookAgain() {
    const settings = inputOf(this.values, Object.keys(this.values));
    const custom = settings.format === 'CUSTOM';
    if (!custom) settings.mapping = NO_MAPPING;
    else if (!settings.mapping?.columns.length) for (const name of ['format', 'mapping']) delete settings[name]; // the file says what it has
    return this.lookAt({ uploadId: this.tried ?? undefined, source: handle, settings });
  },

  async test(uploadId = null) {
    this.tried = uploadId;
    const seen = await this.lookAgain();
    if (!seen) return;
    this.takeColumns(seen.columns, true);
    this.$nextTick(() => document.getElementById('test')?.scrollIntoView({ block: 'start' }));
  },

  testFile(files) {
    this.choose(files);
    return this.file ? this.bring((uploadId) => this.test(uploadId)) : null;
  },
};

const running = {
  starting: false,

  async runNow() {
    if (this.starting) return;
    this.starting = true;
    try {
      const { marketplaceSourceRun } = await ask(SOURCE_RUN, { id: this.source.id, idempotencyKey: idempotencyKey() });
      if (marketplaceSourceRun.job) return location.assign(url(`marketplace/imports/${marketplaceSourceRun.job.id}`));
      complain([{ message: refusal(marketplaceSourceRun.userErrors) }]);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    } finally {
      this.starting = false;
    }
  },

  async pause() {
    const { name } = this.source;
    const note = await confirmDialog({ title: t('sources.pauseTitle', { name }), text: t('sources.pauseText'), action: t('sources.pause'), reason: true });
    if (!note) return;
    const payload = await act(ask, SOURCE_PAUSE, { id: this.source.id, note });
    if (payload) this.keep(payload.source, t('sources.pausedNow', { name }));
  },

  async resume() {
    const payload = await act(ask, SOURCE_RESUME, { id: this.source.id });
    if (payload) this.keep(payload.source, t('sources.resumedNow', { name: payload.source.name }));
  },

  /** Takes the state of a source; what somebody is writing stays. */
  keep({ pause, nextRunAt, failures, version }, said) {
    Object.assign(this.source, { pause, nextRunAt, failures });
    this.version = version;
    notify(said);
  },

  async remove() {
    const { name, id } = this.source;
    const agreed = await confirmDialog({ title: t('sources.removeTitle', { name }), text: t('sources.removeText'), action: t('sources.removeAction', { name }), danger: true });
    if (agreed && (await act(ask, SOURCE_DELETE, { id }))) location.assign(url('marketplace/config'));
  },

  /** When it is fetched next, in the shop's zone, which is named. */
  get nextText() {
    if (!this.source.nextRunAt) return t(this.source.schedule ? 'sources.noNext' : 'schedule.never');
    const timeZone = this.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    const when = new Intl.DateTimeFormat(formatLocale, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(this.source.nextRunAt));
    return t('sources.nextAt', { when, zone: timeZone.replaceAll('_', ' ') });
  },

  get scheduleChanged() {
    return scheduleOf(this.values) !== (this.source.schedule ?? '');
  },

  get pausedText() {
    return this.source.pause ? t(`pauseText.${this.source.pause.reason}`, { name: this.source.name }) : '';
  },

  get pausedSince() {
    return this.source.pause ? t('sources.pausedSince', { when: ago(this.source.pause.since) }) : '';
  },

  runText(run) {
    const { created, updated, failed } = run.progress;
    return t('sources.run', { when: date(run.createdAt, 'moment'), status: t(`importStatus.${run.status}`), created, updated, failed });
  },
};

startConsole({
  source: () => mix(tools, editor, bringing, mapped(), keeping, fieldsOf(), trying, running),
}, {}, () => {
  customElements.define('orion-mapping', Mapping);
  customElements.define('orion-feed-preview', FeedPreview);
});
