// What shoppers searched for, what means the same to them, and the index that answers.
import { date, t } from '/assets/shared/js/i18n.js';
import { complain } from '/assets/shared/js/form.js';
import { announce, notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { consoleList, onward } from './page.js';
import { SEARCH_INDEX, SEARCH_REINDEX, SEARCH_REPORT } from './search-queries.js';
import { grouping, synonyms } from './synonyms.js';

const DAYS = ['7', '30', '90', '365'];
const RUNNING = ['QUEUED', 'RUNNING'];
const LOOK_AGAIN = 1500;

async function load({ filters, page, signal }) {
  const days = DAYS.includes(filters.days) ? Number(filters.days) : 30;
  const data = await ask(SEARCH_REPORT, { ...onward(page), days, emptyOnly: filters.view === 'EMPTY' }, { signal });
  return { ...data.vendor.searchReport, partial: Boolean(data.$errors) };
}

const answering = {
  index: null,
  indexTrouble: '',
  starting: false,

  async begun() {
    if (!this.can('CATALOG_READ')) return;
    await Promise.all([this.loadIndex(), this.loadSynonyms().catch(complain)]);
  },

  /** Asks how the index is, and again as long as one is built. */
  async loadIndex() {
    try {
      this.index = (await ask(SEARCH_INDEX)).vendor.searchIndex;
      this.indexTrouble = '';
      if (this.building) setTimeout(() => this.followIndex(), LOOK_AGAIN);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.indexTrouble = this.$describe(error);
    }
  },

  async followIndex() {
    await this.loadIndex();
    if (this.index && !this.building) announce(this.reindexText);
  },

  get building() {
    return RUNNING.includes(this.index?.reindex?.status);
  },

  get share() {
    const { total = 0, processed = 0 } = this.index?.reindex ?? {};
    return total > 0 ? processed / total : 0;
  },

  engineName: (engine) => t(`searchEngine.${engine}`),

  get degradedText() {
    if (!this.index?.degradedSince) return '';
    return t('searching.degraded', { engine: this.engineName(this.index.engine), serving: this.engineName(this.index.serving), when: date(this.index.degradedSince, 'hour') });
  },

  get reindexText() {
    const reindex = this.index?.reindex;
    if (!reindex) return t('searching.neverBuilt');
    if (this.building) return t('searching.building', { processed: reindex.processed, total: reindex.total });
    const when = date(reindex.finishedAt ?? reindex.createdAt, 'moment');
    return t(reindex.status === 'COMPLETED' ? 'searching.built' : 'searching.notBuilt', { when });
  },

  async rebuild() {
    if (this.starting || this.building) return;
    this.starting = true;
    const payload = await act(ask, SEARCH_REINDEX);
    this.starting = false;
    if (!payload) return;
    notify(t('searching.started'));
    this.index = { ...this.index, reindex: payload.reindex };
    setTimeout(() => this.followIndex(), LOOK_AGAIN);
  },
};

startConsole({
  searches: () =>
    consoleList({ load, forward: true, pageSize: 50, counted: 'searching.count', filters: { days: '30' }, views: ['', 'EMPTY'], text: (view) => t(`searchView.${view || 'all'}`) }, synonyms(), grouping, answering, {
      periods: DAYS,

      found: (row) => (row.empty === row.searches ? t('searching.nothing') : t('searching.results', { count: row.results })),
    }),
});
