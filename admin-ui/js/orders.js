import { idempotencyKey } from '/assets/shared/js/api-client.js';
import { date, t } from '/assets/shared/js/i18n.js';
import { session } from '/assets/shared/js/session.js';
import { ask, startConsole } from './console.js';
import { Exports, files } from './exports.js';
import { consoleList } from './page.js';
import { ORDERS, ORDERS_FULFILL, WAYS_OF_PAYING } from './queries.js';

// The views of orders; each is a condition.
const VIEWS = {
  '': {},
  send: { status: ['PLACED'], fulfillmentStatus: ['UNFULFILLED', 'PARTIALLY_FULFILLED'] },
  pay: { status: ['PLACED'], paymentStatus: ['PENDING', 'AUTHORIZED', 'FAILED'] },
  returns: { openReturn: true },
  done: { status: ['COMPLETED'] },
  cancelled: { status: ['CANCELLED'] },
  refunded: { paymentStatus: ['PARTIALLY_REFUNDED', 'REFUNDED'] },
};

// Orders of the last days, or of a span that a dashboard leads here with: its moments are those of the shop's days.
function placed({ days, since, until }) {
  if (days) return lately(days);
  return since && until ? { gte: since, lt: until } : undefined;
}

function lately(days) {
  const start = new Date();
  start.setHours(0, 0, 0, 0);
  start.setDate(start.getDate() - (Number(days) - 1));
  return { gte: start.toISOString() };
}

// Orders that have all of the tags, which stand between commas.
function tagsOf(text) {
  const tags = text.split(',').map((tag) => tag.trim()).filter(Boolean);
  return tags.length > 0 ? tags : undefined;
}

async function load({ filters, search, page, signal }) {
  const where = { ...VIEWS[filters.view], search: search || undefined, placedAt: placed(filters), tags: tagsOf(filters.tags), paymentMethod: filters.method ? [filters.method] : undefined };
  const { vendor } = await ask(ORDERS, { ...page, where }, { signal });
  return vendor.orders;
}

startConsole({
  files,
  orders: () => consoleList({ load, filters: { days: '', method: '', tags: '', since: '', until: '' }, pageSize: 25, counted: 'orders.count', views: Object.keys(VIEWS), text: (view) => t(`orderView.${view || 'all'}`) }, {
    periods: ['1', '7', '30', '90'],

    /** The span of days that a dashboard asked for; its last moment belongs to the day after. */
    get spanText() {
      const { days, since, until } = this.filters;
      if (days || !since || !until) return '';
      return t('orders.span', { from: date(since, 'moment'), to: date(until, 'moment') });
    },

    dropSpan() {
      this.filters.since = '';
      this.filters.until = '';
      return this.setFilter('days', '');
    },

    ways: [],

    // A courtesy: without them the list does as well.
    async begun() {
      if (session.can('PAYMENT_READ')) this.ways = (await ask(WAYS_OF_PAYING).catch(() => null))?.vendor.paymentMethods ?? [];
    },

    /** Sends what is ticked, each order by itself; what could not be sent is said. */
    sendChosen() {
      const ids = [...this.selected];
      const input = { idempotencyKey: idempotencyKey() };
      const numberOf = (id) => this.rows.find((row) => row.id === id)?.number ?? '';
      return this.run(async () => {
        const { ordersFulfill } = await ask(ORDERS_FULFILL, { ids, input });
        const left = ordersFulfill.results.filter((result) => result.userErrors.length > 0);
        return [...ordersFulfill.userErrors, ...left.map((result) => ({ message: t('orders.notSent', { number: numberOf(result.orderId), reason: result.userErrors[0].message }) }))];
      }, t('orders.sent', { count: ids.length }));
    },
  }),
}, {}, () => customElements.define('orion-exports', Exports));
