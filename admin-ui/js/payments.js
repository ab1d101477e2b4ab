import { t } from '/assets/shared/js/i18n.js';
import { ask, startConsole } from './console.js';
import { MoneyTabs } from './money-tabs.js';
import { consoleList } from './page.js';
import { account } from './payment-account.js';
import { PAYMENTS } from './payment-queries.js';

// The views of payments; each is a condition.
const VIEWS = {
  '': {},
  open: { status: ['PENDING', 'AUTHORIZED'] },
  paid: { status: ['PAID'] },
  back: { status: ['PARTIALLY_REFUNDED', 'REFUNDED'] },
  failed: { status: ['FAILED'] },
};

const titles = new Map(); // of the ways of paying, by handle

async function load({ filters, page, signal }) {
  const { vendor } = await ask(PAYMENTS, { ...page, where: VIEWS[filters.view] }, { signal });
  for (const { handle, title } of vendor.paymentMethods) titles.set(handle, title);
  return vendor.payments;
}

startConsole({
  account,
  payments: () => consoleList({ load, pageSize: 25, counted: 'payments.count', views: Object.keys(VIEWS), text: (view) => t(`paymentView.${view || 'all'}`) }, {
    /** A way of paying that the platform no longer has shows its handle. */
    titleOf: (handle) => titles.get(handle) ?? handle,
  }),
}, {}, () => customElements.define('orion-money-tabs', MoneyTabs));
