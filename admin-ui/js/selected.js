// What is chosen for the catalogue, as it would stand there: checked, put right, published.
import { config } from '/assets/shared/js/config.js';
import { t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { announce, describe } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { refreshCounts } from './counts.js';
import { PROPOSALS, STAGED_DESELECT, STAGED_IGNORE } from './marketplace-queries.js';
import { consoleList, shopUrl } from './page.js';
import { proposing } from './proposal.js';
import { isBlocked, publishBatch } from './publish.js';
import { RichText } from './rich-text.js';
import { Task, tasks } from './task.js';

async function load({ search, page, signal }) {
  const data = await ask(PROPOSALS, { ...page, where: { status: ['SELECTED'], search: search || undefined } }, { signal });
  return { ...data.vendor.marketplaceProducts, partial: Boolean(data.$errors) };
}

const publishing = {
  publishingNow: false,
  result: null, // {published, products, failed: [{id, title, message}]}
  failedCall: null,
  blocked: isBlocked,

  get blockedHere() {
    return this.rows.filter(isBlocked).length;
  },

  get readyHere() {
    return this.rows.length - this.blockedHere;
  },

  /** How many of these rows are ready, and how many are not. */
  get countsText() {
    const ready = t('selected.readyCount', { count: this.readyHere });
    return this.blockedHere > 0 ? `${ready}, ${t('selected.blocked', { count: this.blockedHere })}` : ready;
  },

  get publishText() {
    return this.selected.length > 0 ? t('selected.publish', { count: this.chosenReady.length }) : t('selected.publishAll');
  },

  get chosenReady() {
    return this.rows.filter((row) => this.isSelected(row.id) && !isBlocked(row));
  },

  get publishable() {
    if (this.taskRunning || this.publishingNow) return false;
    if (this.selected.length > 0) return this.chosenReady.length > 0;
    return this.readyHere > 0 || this.nextAddress !== null || this.previousAddress !== null;
  },

  /** The chosen rows now; all that are ready in the background. */
  publish() {
    return this.selected.length > 0 ? this.publishChosen() : this.startTask('PUBLISH', this.search ? { search: this.search, status: ['SELECTED'] } : undefined);
  },

  async publishChosen() {
    this.result = null;
    this.failedCall = null;
    this.publishingNow = true;
    try {
      this.result = await publishBatch(this.rows.filter((row) => this.isSelected(row.id)));
      announce(t('selected.published', { count: this.result.published }));
    } catch (error) {
      this.failedCall = error;
      if (error.name !== 'ApiError') throw error;
    } finally {
      this.publishingNow = false;
      refreshCounts();
      await this.reload();
    }
  },

  get failedText() {
    return this.failedCall ? describe(this.failedCall) : '';
  },

  inShop: (product) => shopUrl(config, `products/${product.slug}`),

  takeBack(ids) {
    return this.run(async () => (await ask(STAGED_DESELECT, { ids })).marketplaceProductsDeselect.userErrors, t('staged.takenBack', { count: ids.length }));
  },

  ignore(ids) {
    return this.run(async () => (await ask(STAGED_IGNORE, { ids })).marketplaceProductsIgnore.userErrors, t('staged.ignored', { count: ids.length }));
  },
};

startConsole({
  selected: () =>
    consoleList({ load, pageSize: 50, counted: 'selected.count' }, tasks, publishing, proposing(), {
      begun() {
        if (!this.can('IMPORT_READ')) return;
        this.findTask();
        this.loadChoices();
      },

      feedPrice: (row) => money(row.salePrice ?? row.price),

      optionsText: (row) => row.options.map(({ value }) => value).join(' / '),

      /** Rows that become one product stand together: [{key, title, rows}]; title is empty for a product of its own. */
      get groups() {
        const groups = new Map();
        for (const row of this.rows) {
          const key = row.itemGroupId ? `${row.source.handle}/${row.itemGroupId}` : row.id;
          if (!groups.has(key)) groups.set(key, { key, title: '', rows: [] });
          groups.get(key).rows.push(row);
        }
        return [...groups.values()].map((group) => (group.rows.length > 1 ? { ...group, title: t('selected.group', { id: group.rows[0].itemGroupId, count: group.rows.length }) } : group));
      },
    }),
}, {}, () => {
  customElements.define('orion-task', Task);
  customElements.define('orion-rich-text', RichText);
});
