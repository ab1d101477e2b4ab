// Published products whose feed says something new, and those of which the shop keeps a field to itself: field by field
// what the feed said, what it says, and what the shop says.
import { config } from '/assets/shared/js/config.js';
import { t } from '/assets/shared/js/i18n.js';
import { complain } from '/assets/shared/js/form.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { CHANGES, CHANGES_RESOLVE } from './marketplace-queries.js';
import { consoleList, shopUrl } from './page.js';

const PINNED = 'PINNED';

async function load({ filters, search, page, signal }) {
  const where = filters.view === PINNED ? { pinned: true } : { changedAtSource: true };
  const data = await ask(CHANGES, { ...page, where: { ...where, search: search || undefined } }, { signal });
  return { ...data.vendor.marketplaceProducts, partial: Boolean(data.$errors) };
}

startConsole({
  changes: () =>
    consoleList({ load, pageSize: 20, counted: 'changes.count', views: ['', PINNED], text: (view) => t(`changesView.${view || 'waiting'}`) }, {
      get pinned() {
        return this.filters.view === PINNED;
      },

      get countText() {
        if (!this.count) return '';
        const key = this.pinned ? 'changes.pinnedCount' : 'changes.count';
        return t(this.count.precision === 'AT_LEAST' ? `${key}AtLeast` : key, { count: this.count.value });
      },

      get emptyFiltered() {
        return this.none && this.search !== '';
      },

      get nothingPinned() {
        return this.none && this.pinned && this.search === '';
      },

      /** What there is to answer of a product, or what is pinned of it. */
      linesOf(row) {
        return this.pinned ? row.pins : row.sourceChanges;
      },

      get introText() {
        return t(this.pinned ? 'changes.pinnedText' : 'changes.text');
      },

      inShop: (row) => shopUrl(config, `products/${row.product.slug}`),

      name: (field) => t(`sourceField.${field}`),

      /** The vendor has written something else than the feed said: taking over would lose it. */
      own: (change) => change.catalog !== null && change.before !== null && change.catalog !== change.before && change.catalog !== change.after,

      /** Answers for some products, and one field of them or all that have changed. */
      async answer(ids, answer, field = null) {
        if (this.working) return;
        this.working = true;
        try {
          const fields = field ? [field] : undefined;
          const { sourceChangesResolve } = await ask(CHANGES_RESOLVE, { input: { ids, answer, fields } });
          if (sourceChangesResolve.userErrors.length > 0) return complain(sourceChangesResolve.userErrors);
          this.takeAnswered(sourceChangesResolve.marketplaceProducts);
          const back = { PIN: 'UNPIN', UNPIN: 'PIN' }[answer];
          const undo = back && field ? { label: t('action.undo'), run: () => this.takeBack(ids, back, field) } : null;
          notify(t(`changeDone.${answer}`, { count: ids.length }), { action: undo });
        } catch (error) {
          if (error.name !== 'ApiError') throw error;
          complain(error);
        } finally {
          this.working = false;
        }
      },

      async takeBack(ids, answer, field) {
        await this.answer(ids, answer, field);
        await this.reload();
      },

      /** What has nothing to say any more leaves the list; an emptied page loads the next. */
      takeAnswered(products) {
        const answered = new Map(products.map((product) => [product.id, product]));
        this.rows = this.rows.map((row) => answered.get(row.id) ?? row).filter((row) => this.linesOf(row).length > 0);
        this.unselect();
        if (this.rows.length === 0) return this.reload();
      },
    }),
});
