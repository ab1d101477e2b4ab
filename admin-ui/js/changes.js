// Published products whose feed says something new: field by field what it said, what it says, and what the shop says.
import { config } from '/assets/shared/js/config.js';
import { t } from '/assets/shared/js/i18n.js';
import { complain } from '/assets/shared/js/form.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { CHANGES, CHANGES_RESOLVE } from './marketplace-queries.js';
import { consoleList, shopUrl } from './page.js';

async function load({ search, page, signal }) {
  const data = await ask(CHANGES, { ...page, where: { changedAtSource: true, search: search || undefined } }, { signal });
  return { ...data.vendor.marketplaceProducts, partial: Boolean(data.$errors) };
}

startConsole({
  changes: () =>
    consoleList({ load, pageSize: 20, counted: 'changes.count' }, {
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
          const undo = answer === 'PIN' && field ? { label: t('action.undo'), run: () => this.unpin(ids, field) } : null;
          notify(t(`changeDone.${answer}`, { count: ids.length }), { action: undo });
        } catch (error) {
          if (error.name !== 'ApiError') throw error;
          complain(error);
        } finally {
          this.working = false;
        }
      },

      async unpin(ids, field) {
        await this.answer(ids, 'UNPIN', field);
        await this.reload();
      },

      /** What has nothing to say any more leaves the list; an emptied page loads the next. */
      takeAnswered(products) {
        const answered = new Map(products.map((product) => [product.id, product]));
        this.rows = this.rows.map((row) => answered.get(row.id) ?? row).filter((row) => row.sourceChanges.length > 0);
        this.unselect();
        if (this.rows.length === 0) return this.reload();
      },
    }),
});
