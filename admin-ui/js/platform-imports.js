// How imports do on the whole platform: now, in the days before, and one by one; and what staff can stop.
import { date, number, t } from '/assets/shared/js/i18n.js';
import { IMPORT_HEALTH, PLATFORM_IMPORTS, PLATFORM_SOURCE_PAUSE, PLATFORM_SOURCE_RESUME, VENDOR_IMPORTS_PAUSE, VENDOR_IMPORTS_RESUME } from './admin-queries.js';
import { drawStacks } from './bars.js';
import { ask } from './console.js';
import { perform, reasonDialog } from './decide.js';
import { consoleList, onward } from './page.js';
import { NOTHING, pageSize, startPlatform, vendorBySlug, vendorFilter } from './platform.js';

const DAYS = 14;
const AGAIN = 30000; // milliseconds between two looks at the health

// The tabs: what each narrows the imports to.
const VIEWS = {
  '': {},
  stuck: { stuck: true },
  running: { status: ['QUEUED', 'VALIDATING', 'APPLYING'] },
  waits: { status: ['READY', 'AWAITING_MAPPING'] },
  errors: { status: ['FAILED', 'COMPLETED_WITH_ERRORS'] },
};
const STATUSES = ['QUEUED', 'AWAITING_MAPPING', 'VALIDATING', 'READY', 'APPLYING', 'COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED', 'REVERTED'];

async function load({ filters, page, signal }) {
  const vendor = filters.vendor ? await vendorBySlug(filters.vendor) : null;
  if (filters.vendor && !vendor) return NOTHING;
  const where = { ...VIEWS[filters.view], vendorId: vendor?.id };
  if (filters.status) where.status = [filters.status];
  const data = await ask(PLATFORM_IMPORTS, { ...onward(page), where }, { signal });
  return { ...data.admin.importJobs, partial: Boolean(data.$errors) };
}

const health = {
  health: null,
  healthPhase: 'loading', // loading, ready, error, forbidden
  healthFailure: null,
  healthAt: null,
  pointed: null,

  async begun() {
    await this.loadHealth();
    this.beat();
  },

  beat() {
    setTimeout(async () => {
      if (!document.hidden && this.healthPhase === 'ready') await this.loadHealth();
      this.beat();
    }, AGAIN);
  },

  async loadHealth() {
    try {
      this.health = (await ask(IMPORT_HEALTH, { days: DAYS })).admin.importHealth;
      this.healthAt = new Date();
      this.healthFailure = null;
      this.healthPhase = 'ready';
      this.$nextTick(() => this.$refs.bars && drawStacks(this.$refs.bars, this.health.days.map(({ created, updated, failed }) => [created, updated, failed]), (index) => (this.pointed = index)));
    } catch (error) {
      this.healthFailure = error;
      this.healthPhase = error.code === 'FORBIDDEN' ? 'forbidden' : 'error';
      if (error.name !== 'ApiError') throw error;
    }
  },

  get days() {
    return this.health?.days ?? [];
  },

  get caption() {
    const day = this.days[this.pointed];
    const sum = (name) => this.days.reduce((all, one) => all + one[name], 0);
    const figures = day ?? { created: sum('created'), updated: sum('updated'), failed: sum('failed'), imports: sum('imports') };
    const { created, updated, failed, imports } = figures;
    return t(day ? 'health.day' : 'health.sum', { date: day ? date(day.date) : '', count: imports, created, updated, failed });
  },

  get marks() {
    const share = 100 / this.days.length;
    return this.days.map((day, index) => ({ text: date(day.date, 'day'), place: { left: `${(index + 0.5) * share}%` } })).filter((_, index) => index % 3 === 0);
  },

  get most() {
    const most = Math.max(0, ...this.days.map(({ created, updated, failed }) => created + updated + failed));
    return most > 0 ? t('health.most', { count: most }) : '';
  },

  get nothingYet() {
    return this.days.every(({ imports }) => imports === 0);
  },

  get rate() {
    return number(this.health.rowsPerSecond, { maximumFractionDigits: this.health.rowsPerSecond < 10 ? 1 : 0 });
  },

  example: ({ example }) => [t('health.line', { line: example.line }), example.value ? `“${example.value}”` : null, example.message].filter(Boolean).join(' · '),
};

const stopping = {
  one: null, // the import in the panel

  look(job) {
    this.one = job;
    this.$refs.panel.showModal();
  },

  /** The import as its row says it now. */
  get current() {
    return this.rows.find(({ id }) => id === this.one?.id) ?? this.one;
  },

  pausedVendor(vendor) {
    return this.health?.pausedVendors.some(({ id }) => id === vendor?.id) ?? false;
  },

  async pauseVendor(vendor) {
    const reason = await reasonDialog({ title: t('health.pauseVendorTitle', { name: vendor.name }), text: t('health.pauseVendorText'), action: t('health.pauseVendor') });
    if (reason) await this.did(async () => (await ask(VENDOR_IMPORTS_PAUSE, { id: vendor.id, reason })).vendorImportsPause.userErrors, t('health.vendorPaused', { name: vendor.name }));
  },

  resumeVendor(vendor) {
    return this.did(async () => (await ask(VENDOR_IMPORTS_RESUME, { id: vendor.id })).vendorImportsResume.userErrors, t('health.vendorResumed', { name: vendor.name }));
  },

  async pauseSource({ source, vendor }) {
    const reason = await reasonDialog({ title: t('health.pauseSourceTitle', { source: source.name, name: vendor.name }), text: t('health.pauseSourceText'), action: t('health.pauseSource') });
    if (reason) await this.did(async () => (await ask(PLATFORM_SOURCE_PAUSE, { id: source.id, note: reason })).marketplaceSourcePause.userErrors, t('sources.pausedNow', { name: source.name }));
  },

  resumeSource({ source }) {
    return this.did(async () => (await ask(PLATFORM_SOURCE_RESUME, { id: source.id })).marketplaceSourceResume.userErrors, t('sources.resumedNow', { name: source.name }));
  },

  async did(work, said) {
    if (await perform(work, said)) await Promise.all([this.loadHealth(), this.reload()]);
  },

  took({ startedAt, finishedAt }) {
    if (!startedAt) return '–';
    const seconds = Math.max(1, Math.round((new Date(finishedAt ?? Date.now()) - new Date(startedAt)) / 1000));
    const [value, unit] = seconds < 90 ? [seconds, 'second'] : [Math.round(seconds / 60), 'minute'];
    return number(value, { style: 'unit', unit, unitDisplay: 'short' });
  },

  about(job) {
    return [job.source.name, t(`importTrigger.${job.trigger}`), job.dryRun ? t('imports.dryRun') : null].filter(Boolean).join(' · ');
  },
};

startPlatform({
  imports: () =>
    consoleList({ load, forward: true, filters: { vendor: '', status: '' }, pageSize: pageSize(), counted: 'imports.count', views: Object.keys(VIEWS), text: (view) => t(`platformImports.${view || 'all'}`) }, vendorFilter, health, stopping, {
      statuses: ['', ...STATUSES].map((value) => ({ value, text: t(value ? `importStatus.${value}` : 'health.anyStatus') })),

      get chips() {
        const { vendor, status } = this.filters;
        return [vendor && { name: 'vendor', text: vendor }, status && { name: 'status', text: t(`importStatus.${status}`) }].filter(Boolean);
      },
    }),
});
