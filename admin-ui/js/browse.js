import { config, url } from '/assets/shared/js/config.js';
import { money } from '/assets/shared/js/money.js';
import { known, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { consoleList, shopUrl } from './page.js';
import { STAGED, STAGED_DESELECT, STAGED_IGNORE, STAGED_ONE, STAGED_SELECT } from './queries.js';

const VIEWS = ['', 'IMPORTED', 'SELECTED', 'PUBLISHED', 'IGNORED', 'MISSING'];

async function load({ filters, search, page, signal }) {
  const where = {
    status: filters.view ? [filters.view] : undefined,
    brand: filters.brand ? [filters.brand] : undefined,
    productType: filters.type ? [filters.type] : undefined,
    search: search || undefined,
  };
  const { vendor } = await ask(STAGED, { ...page, where }, { signal });
  return vendor.marketplaceProducts;
}

startConsole({
  staged: () =>
    consoleList({ load, filters: { brand: '', type: '' }, pageSize: 50, counted: 'staged.count', views: VIEWS, text: (view) => t(`stagedView.${view || 'all'}`) }, {
      one: null,
      opening: null,

      /** Filters that were set by a click into the table: [{name, text}]. */
      get chips() {
        return ['brand', 'type'].filter((name) => this.filters[name] !== '').map((name) => ({ name, text: this.filters[name] }));
      },

      price(row) {
        return money(row.salePrice ?? row.price);
      },

      availability(row) {
        const key = `availability.${row.availability}`;
        return known(key) ? t(key) : (row.availability ?? '');
      },

      inShop(row) {
        return shopUrl(config, `products/${row.product.slug}`);
      },

      choose(ids) {
        const action = { label: t('staged.toSelection'), run: () => location.assign(url('marketplace/selected')) };
        return this.run(async () => (await ask(STAGED_SELECT, { ids })).marketplaceProductsSelect.userErrors, t('staged.selected', { count: ids.length }), action);
      },

      takeBack(ids) {
        return this.run(async () => (await ask(STAGED_DESELECT, { ids })).marketplaceProductsDeselect.userErrors, t('staged.takenBack', { count: ids.length }));
      },

      ignore(ids) {
        const action = { label: t('action.undo'), run: () => this.takeBack(ids) };
        return this.run(async () => (await ask(STAGED_IGNORE, { ids })).marketplaceProductsIgnore.userErrors, t('staged.ignored', { count: ids.length }), action);
      },

      /** Those of the selected rows that something can still be done with. */
      get free() {
        return this.rows.filter((row) => this.isSelected(row.id) && row.status !== 'PUBLISHED').map((row) => row.id);
      },

      async open(id) {
        this.opening = id;
        try {
          this.one = (await ask(STAGED_ONE, { id })).node;
          if (this.one) this.$refs.panel.showModal();
        } catch (error) {
          notify(this.$describe(error), { kind: 'error' });
        } finally {
          this.opening = null;
        }
      },

      async panelDo(work) {
        this.$refs.panel.close();
        await this[work]([this.one.id]);
      },
    }),
});
