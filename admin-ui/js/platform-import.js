// One import of any vendor, as staff see it: how far it is, whose it is, and which rows deserve a look.
import { setTitle } from '/assets/shared/js/app.js';
import { t } from '/assets/shared/js/i18n.js';
import { OVER } from '/assets/shared/js/job.js';
import { announce } from '/assets/shared/js/notify.js';
import { PLATFORM_IMPORT, PLATFORM_IMPORT_ERRORS, PLATFORM_SOURCE_PAUSE, PLATFORM_SOURCE_RESUME } from './admin-queries.js';
import { ask } from './console.js';
import { perform, reasonDialog } from './decide.js';
import { figures } from './import-figures.js';
import { consoleList, lastPart, onward } from './page.js';
import { NOTHING, startPlatform } from './platform.js';

const id = lastPart();
const AGAIN = 5000; // milliseconds between two looks at an import that runs

async function load({ filters, page, signal }) {
  const { node } = await ask(PLATFORM_IMPORT_ERRORS, { id, ...onward(page), onlyFailed: filters.view === 'failed' }, { signal });
  return node?.errors ?? NOTHING;
}

const looking = {
  job: null,
  missing: false,
  broken: null,

  async begun() {
    await this.loadJob();
    this.beat();
  },

  beat() {
    if (this.missing || this.rests) return;
    setTimeout(async () => {
      if (!document.hidden) await this.loadJob();
      this.beat();
    }, AGAIN);
  },

  async loadJob() {
    try {
      const { node } = await ask(PLATFORM_IMPORT, { id });
      this.broken = null;
      if (!node?.vendor) return (this.missing = true);
      this.take(node);
    } catch (error) {
      this.broken = error;
      if (error.name !== 'ApiError') throw error;
    }
  },

  take(job) {
    const ended = this.job && !this.rests && OVER.includes(job.status);
    this.job = job;
    setTitle(job.filename);
    if (!ended) return;
    announce(t(`importStatus.${job.status}`));
    this.reload();
  },

  get rests() {
    return OVER.includes(this.job?.status);
  },

  /** Read to its end without a word to say. */
  get clean() {
    return this.none && ['COMPLETED', 'READY'].includes(this.job.status);
  },
};

const stopping = {
  async pauseSource() {
    const { source, vendor } = this.job;
    const reason = await reasonDialog({ title: t('health.pauseSourceTitle', { source: source.name, name: vendor.name }), text: t('health.pauseSourceText'), action: t('health.pauseSource') });
    if (reason) await this.did(async () => (await ask(PLATFORM_SOURCE_PAUSE, { id: source.id, note: reason })).marketplaceSourcePause.userErrors, t('sources.pausedNow', { name: source.name }));
  },

  resumeSource() {
    const { source } = this.job;
    return this.did(async () => (await ask(PLATFORM_SOURCE_RESUME, { id: source.id })).marketplaceSourceResume.userErrors, t('sources.resumedNow', { name: source.name }));
  },

  async did(work, said) {
    if (await perform(work, said)) await this.loadJob();
  },
};

startPlatform({
  job: () =>
    consoleList({ load, forward: true, pageSize: 50, counted: 'importErrors.count', views: ['', 'failed'], text: (view) => t(view ? 'diffView.failed' : 'errorView.all') }, figures, looking, stopping),
});
