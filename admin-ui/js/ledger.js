// The ledger of a vendor: what each account comes to, and every entry.
import { mix } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { ask, startConsole } from './console.js';
import { MoneyTabs } from './money-tabs.js';
import { consoleList, settle, tools } from './page.js';
import { LEDGER, LEDGER_BALANCES } from './payment-queries.js';

// The views of the ledger; each is a condition.
const VIEWS = {
  '': {},
  vendor: { account: ['VENDOR'] },
  fees: { account: ['PLATFORM_FEE', 'PROVIDER_FEE'] },
  tax: { account: ['TAX'] },
  back: { kind: ['REFUND', 'FEE_REVERSAL', 'TRANSFER_REVERSAL'] },
};

async function load({ filters, page, signal }) {
  const { vendor } = await ask(LEDGER, { ...page, where: VIEWS[filters.view] }, { signal });
  return vendor.ledger;
}

startConsole({
  ledger: () => consoleList({ load, pageSize: 25, counted: 'ledger.count', views: Object.keys(VIEWS), text: (view) => t(`ledgerView.${view || 'all'}`) }),

  balances: () =>
    mix(tools, {
      phase: 'loading',
      failure: null,
      all: [],

      init() {
        return this.reload();
      },

      reload() {
        return settle(this, async () => {
          this.all = (await ask(LEDGER_BALANCES)).vendor.ledgerBalances;
        });
      },

      get shown() {
        return this.phase === 'ready' && this.all.length > 0;
      },
    }),
}, {}, () => customElements.define('orion-money-tabs', MoneyTabs));
