import { idempotencyKey } from '/assets/shared/js/api-client.js';
import { config, url } from '/assets/shared/js/config.js';
import { t } from '/assets/shared/js/i18n.js';
import { complain } from '/assets/shared/js/form.js';
import { describe } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { downloadText } from './copy.js';
import { IMPORT_START, IMPORTS, SOURCE_RUN, SOURCES } from './marketplace-queries.js';
import { consoleList, onward } from './page.js';
import { bringing, refusal } from './uploads.js';

const OPEN = ['QUEUED', 'VALIDATING', 'APPLYING'];

// The views: which statuses each narrows the history to.
const VIEWS = { '': undefined, open: OPEN, waits: ['READY', 'AWAITING_MAPPING'], errors: ['FAILED', 'COMPLETED_WITH_ERRORS'], done: ['COMPLETED'], cancelled: ['CANCELLED'] };

async function load({ filters, page, signal }) {
  const where = { status: VIEWS[filters.view], source: filters.source || undefined };
  const { vendor } = await ask(IMPORTS, { ...onward(page), where }, { signal });
  return vendor.importJobs;
}

// A feed to begin with, as the first lines of a real one.
const sample = () => [
  'id,title,description,link,image_link,availability,price,brand,product_type,quantity',
  `LAMP-1,Desk lamp Arc,"A lamp of ash, oiled by hand.",https://example.org/lamp-1,https://example.org/lamp-1.jpg,in_stock,89.00 ${config.currency},Atelier,Lighting > Desk lamps,12`,
  `MUG-7,Stoneware mug,"Holds a third of a litre.",https://example.org/mug-7,https://example.org/mug-7.jpg,in_stock,18.50 ${config.currency},Atelier,Kitchen > Mugs,40`,
  `RUG-3,Wool rug 170 × 240,"Woven in one piece.",https://example.org/rug-3,https://example.org/rug-3.jpg,out_of_stock,420.00 ${config.currency},Atelier,Living > Rugs,0`,
].join('\r\n');

const newImport = {
  sources: null,
  source: '',
  subject: 'PRODUCTS', // what the file is about
  /** Since when and why the platform's staff have stopped all imports, or null. */
  stopped: null,
  complete: false,
  mode: 'UPSERT',
  policy: 'REJECT_FAILED_ROWS',
  subjects: ['PRODUCTS', 'INVENTORY'],
  modes: ['UPSERT', 'CREATE_ONLY', 'UPDATE_ONLY'],
  policies: ['REJECT_FAILED_ROWS', 'KEEP_VALID_FIELDS', 'REJECT_FILE'],
  fetching: false,

  async loadSources() {
    const { vendor } = await ask(SOURCES);
    this.sources = vendor.marketplaceSources;
    this.stopped = vendor.importsPausedAt ? { since: vendor.importsPausedAt, reason: vendor.importsPausedReason } : null;
    this.source = this.sources.find(({ handle }) => handle === this.filters.source)?.handle ?? this.sources[0]?.handle ?? '';
  },

  get chosen() {
    return this.sources?.find(({ handle }) => handle === this.source) ?? null;
  },

  /** A source that rests takes no file and is not fetched. */
  get paused() {
    return this.chosen?.pause ?? null;
  },

  get pausedText() {
    return this.paused ? t(`pauseText.${this.paused.reason}`, { name: this.chosen.name }) : '';
  },

  get ready() {
    return this.sending === null && !this.fetching && this.chosen !== null && !this.paused;
  },

  /** Sends the file and starts the import; the way leads to the import's own page. */
  begin(dryRun) {
    return this.bring(async (uploadId) => {
      const input = { uploadId, source: this.source, kind: this.subject, complete: this.subject === 'PRODUCTS' && this.complete, mode: this.mode, errorPolicy: this.policy, dryRun, idempotencyKey: idempotencyKey() };
      const { importStart } = await ask(IMPORT_START, { input });
      if (!importStart.job) return importStart.userErrors;
      location.assign(url(`marketplace/imports/${importStart.job.id}`));
    });
  },

  /** Has the source's address fetched now. */
  async fetchNow() {
    if (this.fetching) return;
    this.fetching = true;
    this.trouble = null;
    this.requestId = null;
    try {
      const { marketplaceSourceRun } = await ask(SOURCE_RUN, { id: this.chosen.id, idempotencyKey: idempotencyKey() });
      if (marketplaceSourceRun.job) return location.assign(url(`marketplace/imports/${marketplaceSourceRun.job.id}`));
      this.trouble = refusal(marketplaceSourceRun.userErrors);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.trouble = describe(error);
      this.requestId = error.requestId;
    } finally {
      this.fetching = false;
    }
  },

  downloadSample() {
    downloadText('orion-sample-feed.csv', sample());
  },
};

startConsole({
  imports: () =>
    consoleList({ load, forward: true, filters: { source: '' }, pageSize: 20, counted: 'imports.count', views: Object.keys(VIEWS), text: (view) => t(`importView.${view || 'all'}`) }, bringing, newImport, {
      /** The list, and again every few seconds while something in it runs and somebody looks. */
      async begun() {
        if (this.can('IMPORT_READ')) this.loadSources().catch((error) => complain(error));
        this.look();
      },

      look() {
        setTimeout(async () => {
          if (!document.hidden && this.phase === 'ready' && this.rows.some((row) => this.running(row))) await this.reload();
          this.look();
        }, 5000);
      },

      running(job) {
        return OPEN.includes(job.status);
      },

      /** Rows that are over, or those that are there so far. */
      rowsOf(job) {
        return this.running(job) ? job.progress.processed : job.progress.total;
      },

      about(job) {
        return [job.source.name, t(`importTrigger.${job.trigger}`), job.kind === 'INVENTORY' ? t('importKind.INVENTORY') : null, job.dryRun ? t('imports.dryRun') : null].filter(Boolean).join(' · ');
      },
    }),
});
