import { idempotencyKey } from '/assets/shared/js/api-client.js';
import { setTitle } from '/assets/shared/js/app.js';
import { config, url } from '/assets/shared/js/config.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { complain } from '/assets/shared/js/form.js';
import { known, number, t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { refreshCounts } from './counts.js';
import { addressLines, lastPart, settle, shopUrl, tools } from './page.js';
import { dialogs } from './order-dialogs.js';
import { life } from './order-life.js';
import { refunds } from './refund.js';
import { ORDER_CANCEL, ORDER_MARK_PAID, ORDER_TO_SEE } from './queries.js';

// The ways of paying of which the shop itself learns that the money is there.
const BY_HAND = ['manual', 'cash_on_delivery'];

startConsole({
  order: () =>
    mix(tools, life, dialogs, refunds, {
      phase: 'loading',
      failure: null,
      order: null,
      working: false,
      number: lastPart(),

      init() {
        return this.reload();
      },

      reload() {
        return settle(this, async () => {
          const { vendor } = await ask(ORDER_TO_SEE, this.number.startsWith('ord_') ? { id: this.number } : { number: this.number });
          if (!vendor.order) return (this.phase = 'missing');
          this.take(vendor.order);
        });
      },

      take(order) {
        this.order = order;
        if (this.number !== order.number) history.replaceState(null, '', url(`orders/${order.number}`)); // it was named by its id
        this.number = order.number;
        this.tags = (order.tags ?? []).join(', ');
        setTitle(t('order.heading', { number: order.number }));
      },

      get address() {
        return addressLines(this.order.shippingAddress);
      },

      get billing() {
        return addressLines(this.order.billingAddress);
      },

      discountText: ({ title, code }) => (code ? `${title} (${code})` : title),

      taxText({ rate, tax }) {
        return t(this.order.taxIncluded ? 'order.taxAtIncluded' : 'order.taxAt', { rate: number(Number(rate) / 100, { style: 'percent', maximumFractionDigits: 2 }), tax: money(tax) });
      },

      get method() {
        const key = `payment.${this.order.paymentMethod}`;
        return known(key) ? t(key) : this.order.paymentMethod;
      },

      get mail() {
        return `mailto:${this.order.email}?subject=${encodeURIComponent(t('order.mailSubject', { number: this.order.number, shop: config.vendor.name }))}`;
      },

      get publicPage() {
        return shopUrl(config, `orders/${this.order.token}`);
      },

      get cancellable() {
        return this.can('ORDER_WRITE') && this.order.status === 'PLACED' && this.order.fulfillmentStatus === 'UNFULFILLED';
      },

      async cancel() {
        const { number } = this.order;
        const reason = await confirmDialog({ title: t('order.cancelTitle', { number }), text: t('order.cancelText'), action: t('order.cancelAction'), dismiss: t('order.keep'), danger: true, reason: true });
        if (reason) await this.change(ORDER_CANCEL, { reason }, t('order.cancelled', { number }));
      },

      /** Paid by hand and not paid yet: the team says when the money is there. */
      get payable() {
        const { paymentMethod, paymentStatus, status } = this.order;
        return this.can('ORDER_WRITE') && BY_HAND.includes(paymentMethod) && paymentStatus === 'PENDING' && status !== 'CANCELLED';
      },

      async markPaid() {
        const { number, total } = this.order;
        const agreed = await confirmDialog({ title: t('order.paidTitle', { number }), text: t('order.paidText', { total: money(total) }), action: t('order.markPaid') });
        if (agreed) await this.change(ORDER_MARK_PAID, { idempotencyKey: idempotencyKey() }, t('order.markedPaid', { number }));
      },

      /** Does something to the order and says `done`, or what is wrong. */
      async change(operation, variables, done) {
        this.working = true;
        try {
          const [payload] = Object.values(await ask(operation, { id: this.order.id, ...variables }));
          if (payload.userErrors.length > 0) return complain(payload.userErrors);
          this.take(payload.order);
          notify(done);
          refreshCounts();
        } catch (error) {
          if (error.name !== 'ApiError') throw error;
          complain(error);
        } finally {
          this.working = false;
        }
      },
    }),
});
