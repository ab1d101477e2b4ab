// What is chosen for the catalogue, as it would stand there: checked, put right, published.
import { config } from '/assets/shared/js/config.js';
import { t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { announce, describe } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { refreshCounts } from './counts.js';
import { PROPOSAL_UPDATE, PROPOSALS, STAGED_DESELECT, STAGED_IGNORE } from './marketplace-queries.js';
import { consoleList, shopUrl } from './page.js';
import { isBlocked, publishBatch } from './publish.js';
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

// The team's own words, written in the row.
const editing = {
  editing: null, // the id of the row that is written in
  draft: { title: '', price: '', productType: '' },
  draftError: '',
  saving: false,

  edit(row) {
    const { title, price, productType } = row.proposal;
    this.editing = row.id;
    this.draftError = '';
    this.draft = { title, price: price.amount, productType: productType ?? '' };
    this.$nextTick(() => document.getElementById('draft-title')?.focus());
  },

  leave() {
    const id = this.editing;
    this.editing = null;
    this.$nextTick(() => document.querySelector(`[data-edit="${CSS.escape(id)}"]`)?.focus());
  },

  /** Only what was changed becomes the team's own; the rest stays the feed's. */
  async save(row) {
    const { proposal } = row;
    const price = this.draft.price.trim().replace(',', '.');
    const input = {};
    if (this.draft.title.trim() !== proposal.title) input.title = this.draft.title.trim();
    if (price !== proposal.price.amount) input.price = price;
    if (this.draft.productType.trim() !== (proposal.productType ?? '')) input.productType = this.draft.productType.trim();
    if (Object.keys(input).length === 0) return this.leave();
    if (input.title === '') return (this.draftError = t('selected.titleNeeded'));
    if (input.price !== undefined && !/^\d+(\.\d{1,3})?$/.test(input.price)) return (this.draftError = t('selected.priceWrong'));
    return this.write(row.id, input);
  },

  /** Back to what the feed says. */
  undo(row) {
    return this.write(row.id, { reset: row.proposal.edited });
  },

  async write(id, input) {
    if (this.saving) return;
    this.saving = true;
    this.draftError = '';
    try {
      const { marketplaceProductUpdate } = await ask(PROPOSAL_UPDATE, { id, input });
      const { marketplaceProduct, userErrors } = marketplaceProductUpdate;
      if (userErrors.length > 0) return (this.draftError = userErrors.map(({ message }) => this.sentence(message)).join(' '));
      this.rows = this.rows.map((row) => (row.id === id ? marketplaceProduct : row));
      announce(t('selected.saved', { title: marketplaceProduct.proposal.title }));
      this.leave();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.draftError = describe(error);
    } finally {
      this.saving = false;
    }
  },

  editedText: (row) => (row.proposal.edited.length > 0 ? t('selected.own', { fields: row.proposal.edited.map((field) => t(`proposalField.${field}`)).join(', ') }) : ''),

  feedPrice: (row) => money(row.salePrice ?? row.price),

  optionsText: (row) => row.options.map(({ value }) => value).join(' / '),
};

startConsole({
  selected: () =>
    consoleList({ load, pageSize: 50, counted: 'selected.count' }, tasks, publishing, editing, {
      begun() {
        if (this.can('IMPORT_READ')) this.findTask();
      },

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
}, {}, () => customElements.define('orion-task', Task));
