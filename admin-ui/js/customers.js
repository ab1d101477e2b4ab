import { confirmDialog } from '/assets/shared/js/dialog.js';
import { languageName, t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { ask, startConsole } from './console.js';
import { CUSTOMER_BLOCK, CUSTOMER_UNBLOCK, CUSTOMERS } from './customer-queries.js';
import { consoleList, personName as nameOf } from './page.js';

const VIEWS = { '': undefined, blocked: true };

async function load({ filters, search, page, signal }) {
  const where = { search: search || undefined, blocked: VIEWS[filters.view] };
  const data = await ask(CUSTOMERS, { ...page, where }, { signal });
  return { ...data.vendor.customers, partial: Boolean(data.$errors) };
}

startConsole({
  customers: () =>
    consoleList({ load, pageSize: 25, counted: 'customers.count', views: Object.keys(VIEWS), text: (view) => t(`customerView.${view || 'all'}`) }, {
      nameOf,
      language: (row) => languageName(row.language),
      spent: (row) => row.spent.map((sum) => money(sum)).join(', '),

      async block(row) {
        const name = nameOf(row) || row.email;
        const reason = await confirmDialog({ title: t('customers.blockTitle', { name }), text: t('customers.blockText'), action: t('customers.block'), danger: true, reason: true });
        if (reason) await this.run(async () => (await ask(CUSTOMER_BLOCK, { id: row.id, reason })).customerBlock.userErrors, t('customers.wasBlocked', { name }));
      },

      unblock(row) {
        return this.run(async () => (await ask(CUSTOMER_UNBLOCK, { id: row.id })).customerUnblock.userErrors, t('customers.wasUnblocked', { name: nameOf(row) || row.email }));
      },
    }),
});
