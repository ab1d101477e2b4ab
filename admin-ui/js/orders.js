import { t } from '/assets/shared/js/i18n.js';
import { ask, startConsole } from './console.js';
import { Exports, files } from './exports.js';
import { consoleList } from './page.js';
import { ORDERS, ORDERS_FULFILL } from './queries.js';

// The views of orders; each is a condition.
const VIEWS = {
  '': {},
  send: { status: ['PLACED'], fulfillmentStatus: ['UNFULFILLED', 'PARTIALLY_FULFILLED'] },
  pay: { status: ['PLACED'], paymentStatus: ['PENDING', 'AUTHORIZED', 'FAILED'] },
  returns: { openReturn: true },
  done: { status: ['COMPLETED'] },
  cancelled: { status: ['CANCELLED'] },
};

function since(days) {
  if (!days) return undefined;
  const start = new Date();
  start.setHours(0, 0, 0, 0);
  start.setDate(start.getDate() - (Number(days) - 1));
  return { gte: start.toISOString() };
}

async function load({ filters, search, page, signal }) {
  const where = { ...VIEWS[filters.view], search: search || undefined, placedAt: since(filters.days) };
  const { vendor } = await ask(ORDERS, { ...page, where }, { signal });
  return vendor.orders;
}

startConsole({
  files,
  orders: () => consoleList({ load, filters: { days: '' }, pageSize: 25, counted: 'orders.count', views: Object.keys(VIEWS), text: (view) => t(`orderView.${view || 'all'}`) }, {
    periods: ['1', '7', '30', '90'],

    /** Sends what is ticked, each order by itself; what could not be sent is said. */
    sendChosen() {
      const ids = [...this.selected];
      const input = { idempotencyKey: crypto.randomUUID() };
      const numberOf = (id) => this.rows.find((row) => row.id === id)?.number ?? '';
      return this.run(async () => {
        const { ordersFulfill } = await ask(ORDERS_FULFILL, { ids, input });
        const left = ordersFulfill.results.filter((result) => result.userErrors.length > 0);
        return [...ordersFulfill.userErrors, ...left.map((result) => ({ message: t('orders.notSent', { number: numberOf(result.orderId), reason: result.userErrors[0].message }) }))];
      }, t('orders.sent', { count: ids.length }));
    },
  }),
}, {}, () => customElements.define('orion-exports', Exports));
