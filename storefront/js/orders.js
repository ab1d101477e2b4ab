import { gql } from '/assets/shared/js/api-client.js';
import { url } from '/assets/shared/js/config.js';
import { t } from '/assets/shared/js/i18n.js';
import { session } from '/assets/shared/js/session.js';
import { startAccount, toLogin } from './account.js';
import { deliveryBadge, orderBadge } from './page.js';
import { MY_ORDERS } from './account-queries.js';

startAccount({
  orders: () => ({
    phase: 'loading',
    failure: null,
    rows: [],
    email: '',
    more: null, // cursor of what comes after
    busy: false,
    badge: orderBadge,
    delivery: deliveryBadge,

    /** There is something to follow once some of it was sent. */
    leadsTo: ({ fulfillmentStatus }) => t(['PARTIALLY_FULFILLED', 'FULFILLED'].includes(fulfillmentStatus) ? 'account.trackOrder' : 'account.orderDetails'),

    init() {
      if (!session.expected) return toLogin();
      return this.load();
    },

    retry() {
      return this.load();
    },

    async load() {
      this.busy = true;
      this.failure = null;
      try {
        const { viewer } = await gql(MY_ORDERS, { after: this.more });
        if (!viewer?.customer) return toLogin();
        const { nodes, pageInfo } = viewer.customer.orders;
        this.rows = [...this.rows, ...nodes];
        this.more = pageInfo.hasNextPage ? pageInfo.endCursor : null;
        this.email = viewer.email;
        this.phase = 'ready';
      } catch (error) {
        if (error.code === 'UNAUTHENTICATED') return toLogin();
        this.failure = error;
        this.phase = 'error';
        if (error.name !== 'ApiError') throw error;
      } finally {
        this.busy = false;
      }
    },

    async signOut() {
      await session.signOut();
      this.$store.cart.forget(); // it is the customer's, and opens to nobody else
      location.assign(url());
    },
  }),
});
