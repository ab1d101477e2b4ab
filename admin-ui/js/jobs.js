import { confirmDialog } from '/assets/shared/js/dialog.js';
import { t } from '/assets/shared/js/i18n.js';
import { ask } from './console.js';
import { consoleList, onward } from './page.js';
import { NOTHING, pageSize, startPlatform, vendorBySlug, vendorFilter } from './platform.js';
import { JOB_TONES } from './severity.js';
import { JOB_CANCEL, JOB_DISCARD, JOB_RETRY, JOBS } from './watch-queries.js';

// The tabs: what failed comes before what is done.
const VIEWS = { '': undefined, failed: ['RETRYING', 'DISCARDED'], waiting: ['WAITING', 'SCHEDULED'], running: ['RUNNING'], done: ['DONE'], cancelled: ['CANCELLED'] };
const QUEUES = ['', 'default', 'import', 'media', 'mail'];
const UNDER_WAY = ['WAITING', 'SCHEDULED', 'RUNNING', 'RETRYING'];

async function load({ filters, page, signal }) {
  const vendor = filters.vendor ? await vendorBySlug(filters.vendor) : null;
  if (filters.vendor && !vendor) return NOTHING;
  const where = { state: VIEWS[filters.view], queue: filters.queue ? [filters.queue] : undefined, kind: filters.kind ? [filters.kind] : undefined, vendorId: vendor?.id };
  const data = await ask(JOBS, { ...onward(page), where }, { signal });
  const { nodes, ...rest } = data.admin.jobs;
  return { ...rest, nodes: nodes.map((job) => ({ id: String(job.number), ...job })), partial: Boolean(data.$errors) };
}

startPlatform({
  jobs: () =>
    consoleList(
      { load, forward: true, filters: { queue: '', kind: '', vendor: '' }, pageSize: pageSize(), counted: 'jobs.count', views: Object.keys(VIEWS), text: (view) => t(`jobView.${view || 'all'}`) },
      vendorFilter,
      {
        queues: QUEUES.map((value) => ({ value, text: value || t('jobs.anyQueue') })),
        tone: ({ state }) => JOB_TONES[state],
        canRetry: ({ state }) => state !== 'RUNNING' && state !== 'WAITING',
        canCancel: ({ state }) => UNDER_WAY.includes(state),
        canDiscard: ({ state }) => state === 'DISCARDED' || state === 'CANCELLED',

        get chips() {
          const { vendor, kind } = this.filters;
          return [{ name: 'vendor', text: vendor }, { name: 'kind', text: kind }].filter(({ text }) => text);
        },

        retry({ number }) {
          return this.run(async () => (await ask(JOB_RETRY, { number })).jobRetry.userErrors, t('jobs.retried'));
        },

        async cancel({ number, kind }) {
          if (!(await confirmDialog({ title: t('jobs.cancelTitle', { kind }), text: t('jobs.cancelText'), action: t('jobs.cancel'), dismiss: t('jobs.keep'), danger: true }))) return;
          await this.run(async () => (await ask(JOB_CANCEL, { number })).jobCancel.userErrors, t('jobs.cancelled'));
        },

        async discard({ number, kind }) {
          if (!(await confirmDialog({ title: t('jobs.discardTitle', { kind }), text: t('jobs.discardText'), action: t('jobs.discard'), danger: true }))) return;
          await this.run(async () => (await ask(JOB_DISCARD, { number })).jobDiscard.userErrors, t('jobs.discarded'));
        },
      },
    ),
});
