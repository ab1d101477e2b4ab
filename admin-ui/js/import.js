import { idempotencyKey } from '/assets/shared/js/api-client.js';
import { setTitle } from '/assets/shared/js/app.js';
import { url } from '/assets/shared/js/config.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { complain } from '/assets/shared/js/form.js';
import { number, t } from '/assets/shared/js/i18n.js';
import { OVER, watchJob } from '/assets/shared/js/job.js';
import { announce } from '/assets/shared/js/notify.js';
import { fileSize } from '/assets/shared/js/upload.js';
import { ask, startConsole } from './console.js';
import { refreshCounts } from './counts.js';
import { consoleList, lastPart, onward } from './page.js';
import { IMPORT, IMPORT_CANCEL, IMPORT_ERRORS, IMPORT_PROGRESS, IMPORT_START } from './queries.js';
import { keepUpload, keptUpload } from './uploads.js';

const id = lastPart();

// The list of this page are the rows that deserve a look.
async function load({ filters, page, signal }) {
  const { vendor } = await ask(IMPORT_ERRORS, { id, ...onward(page), onlyFailed: filters.view === 'failed' }, { signal });
  return vendor.importJob?.errors ?? null;
}

startConsole({
  job: () =>
    consoleList({ load, forward: true, pageSize: 50, counted: 'importErrors.count', views: ['', 'failed'], text: (view) => t(`errorView.${view || 'all'}`) }, {
      job: null,
      missing: false,
      broken: null,
      working: false,
      stop: null,
      counts: ['created', 'updated', 'unchanged', 'failed'],

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
          if (!this.over) this.watch();
        } catch (error) {
          this.broken = error;
          if (error.name !== 'ApiError') throw error;
        }
      },

      watch() {
        this.stop = watchJob(id, {
          stream: IMPORT_PROGRESS,
          poll: IMPORT,
          pick: (data) => data.vendor.importJob,
          onJob: (job) => this.take(job),
          onError: (error) => (this.broken = error),
        });
      },

      /** A step. Once it is over the rows that deserve a look are there, too. */
      take(job) {
        const ended = this.job && !this.over && OVER.includes(job.status);
        this.job = job;
        if (!ended) return;
        announce(t(`importStatus.${job.status}`));
        refreshCounts();
        this.reload();
      },

      get over() {
        return OVER.includes(this.job?.status);
      },

      get share() {
        const { total, processed } = this.job.progress;
        if (total > 0) return processed / total;
        return this.over ? 1 : null;
      },

      get rate() {
        const { ratePerSecond } = this.job.progress;
        return ratePerSecond > 0 ? t('job.rate', { rate: number(ratePerSecond, { maximumFractionDigits: 0 }) }) : '';
      },

      get eta() {
        const { etaSeconds } = this.job.progress;
        if (this.over || etaSeconds === null) return '';
        return etaSeconds < 90 ? t('job.etaSeconds', { count: etaSeconds }) : t('job.etaMinutes', { count: Math.round(etaSeconds / 60) });
      },

      get took() {
        const { startedAt, finishedAt } = this.job;
        if (!startedAt || !finishedAt) return '';
        const seconds = (new Date(finishedAt) - new Date(startedAt)) / 1000;
        return seconds < 90 ? t('job.seconds', { count: Math.max(1, Math.round(seconds)) }) : t('job.minutes', { count: Math.round(seconds / 60) });
      },

      get size() {
        return fileSize(this.job.byteSize, number);
      },

      get read() {
        const names = { ',': 'job.comma', ';': 'job.semicolon', '\t': 'job.tab', '|': 'job.pipe' };
        const { encoding, separator } = this.job;
        return [encoding?.toUpperCase(), separator ? t(names[separator] ?? 'job.comma') : null].filter(Boolean).join(', ');
      },

      get next() {
        return this.job.dryRun && this.over ? t('job.readyText') : '';
      },

      /** The same file can be imported for real while its upload lasts. */
      get again() {
        return this.can('IMPORT_RUN') && this.job.dryRun && this.job.status === 'READY' && keptUpload(id) !== null;
      },

      /** A file that was read to its end without a word to say. */
      get clean() {
        return this.none && ['COMPLETED', 'READY'].includes(this.job.status);
      },

      get brought() {
        const { created, updated } = this.job.progress;
        return this.over && !this.job.dryRun && created + updated > 0;
      },

      importNow() {
        return this.act(async () => {
          const input = keptUpload(id);
          const { importStart } = await ask(IMPORT_START, { input: { ...input, dryRun: false, idempotencyKey: idempotencyKey() } });
          if (!importStart.job) return complain(importStart.userErrors);
          keepUpload(importStart.job.id, input);
          location.assign(url(`marketplace/imports/${importStart.job.id}`));
        });
      },

      async cancel() {
        const sure = await confirmDialog({ title: t('job.cancelTitle'), text: t('job.cancelText'), action: t('job.cancelAction'), dismiss: t('job.keep'), danger: true });
        if (!sure) return;
        await this.act(async () => {
          const { importCancel } = await ask(IMPORT_CANCEL, { id });
          if (importCancel.job) this.take(importCancel.job);
          else complain(importCancel.userErrors);
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
    }),
});
