import { confirmDialog } from '/assets/shared/js/dialog.js';
import { complain } from '/assets/shared/js/form.js';
import { date, number, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { fileSize } from '/assets/shared/js/upload.js';
import { AUDIT_EXPORT, AUDIT_EXPORTS, AUDIT_HISTOGRAM, AUDIT_LOG } from './admin-queries.js';
import { ask } from './console.js';
import { ACCESS, NOTABLE, NOUNS } from './deeds.js';
import { drawHistogram } from './histogram.js';
import { fromLocal, toLocal } from './moment.js';
import { consoleList } from './page.js';
import { NOTHING, pageSize, startPlatform, vendorBySlug, vendorFilter } from './platform.js';
import { actionText, entries, Entry } from './entry.js';
import { savedViews } from './views.js';

const RANGES = ['1', '7', '30', '90', '365'];
const BUCKETS = 48;

// The tabs: what each narrows the record to. The first leaves out the routine.
const VIEWS = {
  '': { action: NOTABLE },
  staff: { audience: ['ADMIN'] },
  impersonated: { impersonated: true },
  access: { action: ACCESS },
  all: {},
};

const FILTERS = { range: '30', from: '', to: '', action: '', audience: '', vendor: '', actor: '', target: '', request: '', hands: '' };

/** The stretch of time that the page is about: chosen by hand, or so many days until now. */
function span({ from, to, range }) {
  const end = to ? new Date(to) : new Date();
  const start = from ? new Date(from) : new Date(end.getTime() - Number(range) * 86_400_000);
  return { from: start.toISOString(), to: end.toISOString(), open: !to };
}

/** AuditWhere without the time; null where a vendor is named that there is none of. */
async function narrowed(filters) {
  const vendor = filters.vendor ? await vendorBySlug(filters.vendor) : null;
  if (filters.vendor && !vendor) return null;
  const chosen = {
    vendorId: vendor?.id,
    action: filters.action ? [filters.action] : undefined,
    audience: filters.audience ? [filters.audience] : undefined,
    actorEmail: filters.actor || undefined,
    target: filters.target || undefined,
    requestId: filters.request || undefined,
    impersonated: filters.hands === '' ? undefined : filters.hands === 'staff',
  };
  const given = Object.entries(chosen).filter(([, value]) => value !== undefined);
  // Who asks for one request or one target means all of it.
  const exact = filters.view === '' && (filters.target || filters.request);
  return { ...VIEWS[exact ? 'all' : filters.view], ...Object.fromEntries(given) };
}

async function load({ filters, page, signal }) {
  const where = await narrowed(filters);
  if (!where) return NOTHING;
  const { from, to, open } = span(filters);
  this.where = { ...where, occurredAt: open ? { gte: from } : { gte: from, lt: to } };
  this.drawTimes(where, { from, to });
  const data = await ask(AUDIT_LOG, { ...page, where: this.where }, { signal });
  return { ...data.admin.auditLog, partial: Boolean(data.$errors) };
}

const times = {
  buckets: [],
  chartPhase: 'loading', // loading, ready, error
  chartFailure: null,
  chartKey: '',
  pointed: null,

  /** Counts the same entries over time. Turning a page leaves the picture as it is. */
  async drawTimes(where, { from, to }) {
    const key = JSON.stringify([where, this.filters.from, this.filters.to, this.filters.range]);
    if (key === this.chartKey && this.chartPhase === 'ready' && (this.after || this.before)) return;
    this.chartKey = key;
    this.chartFailure = null;
    if (this.buckets.length === 0) this.chartPhase = 'loading';
    try {
      const { admin } = await ask(AUDIT_HISTOGRAM, { from, to, buckets: BUCKETS, where });
      if (key === this.chartKey) this.showTimes(admin.auditHistogram);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.chartFailure = error;
      this.chartPhase = 'error';
    }
  },

  showTimes(buckets) {
    this.buckets = buckets;
    this.pointed = null;
    this.chartPhase = 'ready';
    this.$nextTick(() => this.$refs.bars && drawHistogram(this.$refs.bars, buckets.map(({ count }) => count), {
      onPoint: (index) => (this.pointed = index),
      onPick: (first, last) => this.zoom(buckets[first].start, buckets[last].end),
    }));
  },

  zoom(from, to) {
    Object.assign(this.filters, { from, to });
    return this.apply();
  },

  setRange(range) {
    Object.assign(this.filters, { range, from: '', to: '' });
    return this.apply();
  },

  get zoomed() {
    return this.filters.from !== '' || this.filters.to !== '';
  },

  get total() {
    return this.buckets.reduce((sum, { count }) => sum + count, 0);
  },

  get filled() {
    return this.buckets.filter(({ count }) => count > 0);
  },

  get most() {
    return Math.max(0, ...this.buckets.map(({ count }) => count));
  },

  get caption() {
    const bucket = this.buckets[this.pointed];
    return bucket ? `${this.stretch(bucket)}: ${t('audit.count', { count: bucket.count })}` : '';
  },

  stretch({ start, end }) {
    return t('audit.stretch', { from: date(start, 'moment'), to: date(end, 'moment') });
  },

  get marks() {
    if (this.buckets.length === 0) return [];
    const length = Date.parse(this.buckets.at(-1).end) - Date.parse(this.buckets[0].start);
    const style = length < 1.5 * 86_400_000 ? 'time' : length < 7 * 86_400_000 ? 'hour' : 'day';
    const at = [0, 0.25, 0.5, 0.75].map((part) => this.buckets[Math.floor(part * this.buckets.length)].start);
    return [...at, this.buckets.at(-1).end].map((value) => date(value, style));
  },
};

const exporting = {
  exports: [],
  exportsPhase: 'loading',
  exportsFailure: null,
  starting: false,

  async openExports() {
    this.$refs.exports.showModal();
    await this.loadExports();
  },

  async loadExports() {
    try {
      const { admin } = await ask(AUDIT_EXPORTS);
      this.exports = admin.exports.nodes;
      this.exportsPhase = 'ready';
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.exportsFailure = error;
      this.exportsPhase = 'error';
      return;
    }
    const unfinished = this.exports.some(({ status }) => ['QUEUED', 'RUNNING'].includes(status));
    if (unfinished && this.$refs.exports.open) setTimeout(() => this.$refs.exports.open && this.loadExports(), 3000);
  },

  async startExport() {
    const agreed = await confirmDialog({ title: t('export.title'), text: t('export.text', { count: this.countText || t('audit.heading') }), action: t('export.start') });
    if (!agreed) return;
    this.starting = true;
    try {
      const { auditExport } = await ask(AUDIT_EXPORT, { where: this.where });
      if (auditExport.userErrors.length > 0) return complain(auditExport.userErrors);
      notify(t('export.started'));
      await this.loadExports();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    } finally {
      this.starting = false;
    }
  },

  exportSize(file) {
    return `${t('export.rows', { count: file.rowCount })} · ${fileSize(file.byteSize, number)}`;
  },
};

startPlatform({
  audit: () =>
    consoleList(
      { load, filters: FILTERS, pageSize: pageSize(), counted: 'audit.count', views: Object.keys(VIEWS), text: (view) => t(`auditView.${view || 'main'}`) },
      savedViews('audit'),
      vendorFilter,
      entries,
      times,
      exporting,
      {
        where: {},
        draft: { ...FILTERS },
        ranges: RANGES.map((value) => ({ value, text: t(`auditRange.${value}`) })),
        nouns: ['', ...NOUNS].map((value) => ({ value, text: t(`auditNoun.${value || 'any'}`) })),
        audiences: ['', 'ADMIN', 'VENDOR', 'CUSTOMER', 'SHOP', 'SYSTEM'].map((value) => ({ value, text: t(`audience.${value || 'any'}`) })),
        hands: ['', 'staff', 'own'].map((value) => ({ value, text: t(`auditHands.${value || 'any'}`) })),

        /** The group of actions that is chosen; a single action stands in the chips instead. */
        get noun() {
          return NOUNS.includes(this.filters.action) ? this.filters.action : '';
        },

        get chips() {
          const { from, to, action, audience, vendor, actor, target, request, hands } = this.filters;
          const texts = {
            from: this.zoomed && t('audit.stretch', { from: from ? date(from, 'moment') : '…', to: to ? date(to, 'moment') : '…' }),
            action: action && (NOUNS.includes(action) ? t(`auditNoun.${action}`) : actionText(action)),
            audience: audience && t(`audience.${audience}`),
            vendor,
            actor,
            target: target && t('auditChip.target', { text: target }),
            request: request && t('auditChip.request', { text: request }),
            hands: hands && t(`auditHands.${hands}`),
          };
          return Object.entries(texts).filter(([, text]) => text).map(([name, text]) => ({ name, text }));
        },

        dropFilter(name) {
          return name === 'from' ? this.setRange(this.filters.range) : this.setFilter(name, '');
        },

        openFilters() {
          this.draft = { ...this.filters, from: toLocal(this.filters.from), to: toLocal(this.filters.to) };
          this.$refs.filters.showModal();
        },

        takeFilters() {
          Object.assign(this.filters, this.draft, { from: fromLocal(this.draft.from) ?? '', to: fromLocal(this.draft.to) ?? '' });
          this.$refs.filters.close();
          return this.apply();
        },
      },
    ),
}, () => customElements.define('orion-entry', Entry));
