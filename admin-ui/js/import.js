// One import: how far it is, what it waits for, what it would do, and which rows deserve a look.
import { setTitle } from '/assets/shared/js/app.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { complain } from '/assets/shared/js/form.js';
import { known, number, t } from '/assets/shared/js/i18n.js';
import { OVER, watchJob } from '/assets/shared/js/job.js';
import { announce } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { refreshCounts } from './counts.js';
import { figures } from './import-figures.js';
import { FeedPreview, mapped, Mapping, mappingInput } from './mapping.js';
import { IMPORT, IMPORT_APPLY, IMPORT_CANCEL, IMPORT_ERROR_FILE, IMPORT_ERRORS, IMPORT_PROGRESS, IMPORT_ROWS } from './marketplace-queries.js';
import { consoleList, lastPart, onward } from './page.js';

const id = lastPart();
const WAITING = ['READY', 'AWAITING_MAPPING'];
const DIFF = ['CREATED', 'UPDATED', 'MISSING'];
const NOTHING = { nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: false }, count: null };

// The list of this page is what its view asks for: rows that deserve a look, or what a dry run would do.
async function load({ filters, page, signal }) {
  const { view } = filters;
  if (DIFF.includes(view)) {
    const { vendor } = await ask(IMPORT_ROWS, { id, ...onward(page), status: [view] }, { signal });
    return vendor.importJob?.rows ?? NOTHING;
  }
  const { vendor } = await ask(IMPORT_ERRORS, { id, ...onward(page), onlyFailed: view === 'failed' }, { signal });
  return vendor.importJob?.errors ?? NOTHING;
}

const watching = {
  job: null,
  missing: false,
  broken: null,
  working: false,
  stop: null,

  begun() {
    addEventListener('pagehide', () => this.stop?.());
    return this.loadJob();
  },

  async loadJob() {
    this.broken = null;
    try {
      const { vendor } = await ask(IMPORT, { id });
      if (!vendor.importJob) return (this.missing = true);
      this.take(vendor.importJob);
      setTitle(this.job.filename);
      if (!this.rests) this.watch();
    } catch (error) {
      this.broken = error;
      if (error.name !== 'ApiError') throw error;
    }
  },

  watch() {
    this.stop?.();
    this.stop = watchJob(id, {
      stream: IMPORT_PROGRESS,
      poll: IMPORT,
      pick: (data) => data.vendor.importJob,
      onJob: (job) => this.take(job),
      onError: (error) => (this.broken = error),
    });
  },

  /** A step. Once it rests, the rows that deserve a look are there, too. */
  take(job) {
    const ended = this.job && !this.rests && OVER.includes(job.status);
    this.job = job;
    if (job.status === 'AWAITING_MAPPING') this.beginMapping();
    if (!job.dryRun && DIFF.includes(this.filters.view)) this.setFilter('view', ''); // what would have happened has
    if (!ended) return;
    announce(t(`importStatus.${job.status}`));
    refreshCounts();
    this.reload();
  },

  /** Nothing moves: it is over, or waits for somebody. */
  get rests() {
    return OVER.includes(this.job?.status);
  },

  get waits() {
    return WAITING.includes(this.job?.status);
  },

  get over() {
    return this.rests && !this.waits;
  },

  get dry() {
    return this.job.dryRun && this.job.status === 'READY';
  },
};

const outcome = {
  get next() {
    if (this.dry) return t('job.readyText');
    return this.job.status === 'AWAITING_MAPPING' && !this.job.message ? t('job.mappingText') : '';
  },

  /** How many rows an import would write after this check. */
  get toImport() {
    const { created, updated, missing } = this.job.progress;
    return created + updated + missing;
  },

  get applyText() {
    return this.toImport > 0 ? t('job.apply', { count: this.toImport }) : t('job.applyAnyway');
  },

  /** A file that was read to its end without a word to say. */
  get clean() {
    return this.none && ['', 'failed'].includes(this.filters.view) && ['COMPLETED', 'READY'].includes(this.job.status);
  },

  get brought() {
    const { created, updated } = this.job.progress;
    return this.over && !this.job.dryRun && this.job.kind === 'PRODUCTS' && created + updated > 0;
  },
};

const doing = {
  /** Goes on after a check. */
  importNow() {
    return this.act(async () => {
      const { importApply } = await ask(IMPORT_APPLY, { id });
      if (!importApply.job) return complain(importApply.userErrors);
      this.take(importApply.job);
      this.watch();
    });
  },

  async cancel() {
    const words = this.waits
      ? { title: t('job.discardTitle'), text: t('job.discardText'), action: t('job.discard'), dismiss: t('action.cancel') }
      : { title: t('job.cancelTitle'), text: t('job.cancelText'), action: t('job.cancelAction'), dismiss: t('job.keep') };
    if (!(await confirmDialog({ ...words, danger: true }))) return;
    await this.act(async () => {
      const { importCancel } = await ask(IMPORT_CANCEL, { id });
      if (importCancel.job) this.take(importCancel.job);
      else complain(importCancel.userErrors);
    });
  },

  /** Fetches the file of failed rows; its address is made for the moment. */
  errorFile() {
    return this.act(async () => {
      const { vendor } = await ask(IMPORT_ERROR_FILE, { id });
      if (vendor.importJob?.errorFileUrl) location.assign(vendor.importJob.errorFileUrl);
      else complain([{ message: t('job.errorFileGone') }]);
    });
  },

  async act(work) {
    if (this.working) return;
    this.working = true;
    try {
      await work();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    } finally {
      this.working = false;
    }
  },
};

// The columns of a file that nobody has named yet.
const choosing = {
  begunMapping: false,
  saveMapping: true,
  mappingFaults: '',

  async beginMapping() {
    if (this.begunMapping || !this.can('IMPORT_RUN')) return;
    this.begunMapping = true;
    try {
      await this.loadFields();
      this.takeColumns(this.job.columns.map((name) => ({ name, field: '', suggestion: null, samples: [] })), false);
      const seen = await this.lookAt(this.lookInput(null));
      if (!seen) return;
      this.takeColumns(seen.columns, false);
      this.takeRead(seen.columns);
      await this.lookAgain();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    }
  },

  /** What the file's names say by themselves is the beginning. */
  takeRead(columns) {
    for (const { name, field, suggestion } of columns) {
      const one = this.map.lines.find(({ column }) => column === name);
      const found = field || suggestion || '';
      if (one && one.field === '' && !this.map.lines.some((other) => other.field === found)) one.field = found;
    }
  },

  /** The file of this import, read with a mapping. */
  lookInput(mapping) {
    return { jobId: id, source: this.job.source.handle, settings: mapping ? { format: 'CUSTOM', mapping } : undefined };
  },

  lookAgain() {
    return this.lookAt(this.lookInput(mappingInput(this.map)));
  },

  changed() {
    this.mappingFaults = '';
    this.lookSoon();
  },

  goOn() {
    return this.act(async () => {
      const { importApply } = await ask(IMPORT_APPLY, { id, mapping: mappingInput(this.map), saveMapping: this.saveMapping });
      if (!importApply.job) return (this.mappingFaults = importApply.userErrors.map(({ message }) => this.sentence(message)).join(' '));
      this.take(importApply.job);
      this.watch();
    });
  },
};

const diff = {
  // The dry run's tabs come first where there is one; the rest is what deserves a look.
  get tabs() {
    if (!this.job) return [];
    const all = (this.job?.dryRun ? ['', ...DIFF, 'failed'] : ['', 'failed']).map((value) => ({ value, text: this.viewText(value) }));
    return all.filter(({ value }) => value !== 'MISSING' || this.job.complete || this.job.progress.missing > 0);
  },

  viewText(view) {
    const { created, updated, missing, failed } = this.job.progress;
    const figure = { CREATED: created, UPDATED: updated, MISSING: missing, failed }[view];
    return figure === undefined ? t(this.job.dryRun ? 'errorView.look' : 'errorView.all') : `${t(`diffView.${view}`)} ${number(figure)}`;
  },

  get isDiff() {
    return DIFF.includes(this.filters.view);
  },

  fieldText: (field) => (known(`sourceField.${field.toUpperCase()}`) ? t(`sourceField.${field.toUpperCase()}`) : known(`feedField.${field}`) ? t(`feedField.${field}`) : field.replaceAll('_', ' ')),
};

startConsole({
  job: () => consoleList({ load, forward: true, pageSize: 50, counted: 'importErrors.count', views: ['', ...DIFF, 'failed'] }, mapped(), watching, figures, outcome, doing, choosing, diff),
}, {}, () => {
  customElements.define('orion-mapping', Mapping);
  customElements.define('orion-feed-preview', FeedPreview);
});
