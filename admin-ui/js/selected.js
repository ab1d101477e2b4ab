import { t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { announce, describe } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { refreshCounts } from './counts.js';
import { consoleList } from './page.js';
import { publishAll, publishBatch } from './publish.js';
import { STAGED, STAGED_DESELECT, STAGED_IGNORE } from './queries.js';

async function load({ search, page, signal }) {
  const { vendor } = await ask(STAGED, { ...page, where: { status: ['SELECTED'], search: search || undefined } }, { signal });
  return vendor.marketplaceProducts;
}

const blocked = (row) => row.problems.some((problem) => problem.blocking);

startConsole({
  selected: () =>
    consoleList({ load, pageSize: 50, counted: 'selected.count' }, {
      progress: null, // {done, total} while publishing
      result: null, // {published, failed: [{title, message}], left}
      failedCall: null,
      stopped: false,
      blocked,

      price(row) {
        return money(row.salePrice ?? row.price);
      },

      /** How many of these rows are ready, and of the whole selection where nothing on this page stands in the way. */
      get blockedHere() {
        return this.rows.filter(blocked).length;
      },

      get publishText() {
        if (this.selected.length > 0) return t('selected.publish', { count: this.selected.length });
        const total = (this.count?.value ?? 0) - (this.nextAddress || this.previousAddress ? 0 : this.blockedHere);
        return t(this.count?.precision === 'AT_LEAST' || total === 0 ? 'selected.publishAll' : 'selected.publish', { count: total });
      },

      get publishable() {
        if (this.selected.length > 0) return this.rows.some((row) => this.isSelected(row.id) && !blocked(row));
        return this.count !== null && this.count.value > 0 && (this.nextAddress || this.previousAddress || this.blockedHere < this.rows.length);
      },

      /** Publishes the chosen rows or, where none is chosen, the whole selection, a hundred at a time. */
      async publish() {
        if (this.progress) return;
        const chosen = this.rows.filter((row) => this.isSelected(row.id));
        this.result = null;
        this.failedCall = null;
        this.stopped = false;
        this.progress = { done: 0, total: chosen.length || (this.count?.value ?? 0) };
        const result = { published: 0, failed: [] };
        const step = (part) => {
          result.published += part.published;
          result.failed.push(...part.failed);
          this.progress.done += part.published + part.failed.length;
          return !this.stopped;
        };
        try {
          if (chosen.length > 0) step(await publishBatch(chosen));
          else await publishAll(step);
        } catch (error) {
          this.failedCall = error;
          if (error.name !== 'ApiError') throw error;
        } finally {
          this.progress = null;
          this.result = result;
          announce(t('selected.published', { count: result.published }));
          refreshCounts();
          await this.reload();
        }
      },

      get failedText() {
        return this.failedCall ? describe(this.failedCall) : '';
      },

      takeBack(ids) {
        return this.run(async () => (await ask(STAGED_DESELECT, { ids })).marketplaceProductsDeselect.userErrors, t('staged.takenBack', { count: ids.length }));
      },

      ignore(ids) {
        return this.run(async () => (await ask(STAGED_IGNORE, { ids })).marketplaceProductsIgnore.userErrors, t('staged.ignored', { count: ids.length }));
      },
    }),
});
