import { config, path } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { date, t } from '/assets/shared/js/i18n.js';
import { setTitle } from '/assets/shared/js/app.js';
import { ibanText, money } from '/assets/shared/js/money.js';
import { addressLines, deliveryBadge, find, orderBadge, taxText } from './page.js';
import './cart-lines.js';
import { ORDER_BY_TOKEN } from './account-queries.js';
import { life } from './order-life.js';
import { startShop } from './shop.js';

const token = path().split('/')[1];
const placed = new URLSearchParams(location.search).has('placed');

startShop({
  orderPage: () =>
    mix(life(token), {
      phase: 'loading',
      failure: null,
      order: null,

      init() {
        return this.retry();
      },

      retry() {
        return find(this, ORDER_BY_TOKEN, { token }, ({ shop }) => shop.order);
      },

      take(order) {
        this.order = order;
        setTitle(t('order.number', { number: order.number }));
        this.loadStory();
      },

      get badge() {
        return orderBadge(this.order);
      },

      get delivery() {
        return deliveryBadge(this.order);
      },

      taxText(at) {
        return taxText(at, this.order.taxIncluded);
      },

      get fresh() {
        return placed && this.order.status === 'PLACED';
      },

      get heading() {
        const { number, shippingAddress } = this.order;
        return this.fresh ? t('order.thanks', { name: shippingAddress.firstName }) : t('order.number', { number });
      },

      get lead() {
        if (this.fresh) return t('order.thanksText', { number: this.order.number, shop: config.vendor.name });
        return this.order.status === 'CANCELLED' ? t('order.cancelledText', { date: date(this.order.cancelledAt, 'long') }) : '';
      },

      /** What happens next; nothing more for an order that is over. */
      get next() {
        if (this.order.status !== 'PLACED') return '';
        if (this.transfer) return t('order.nextTransfer', { total: money(this.order.total), shop: config.vendor.name });
        return t(this.order.paymentMethod === 'manual' && this.order.paymentStatus === 'PENDING' ? 'order.nextManual' : 'order.nextDelivery', { shop: config.vendor.name });
      },

      /** Where the money is to go, for an order that is paid by a transfer to a known account. */
      get transfer() {
        return this.order.paymentInstructions?.bank ? this.order.paymentInstructions : null;
      },

      get iban() {
        return ibanText(this.transfer.bank.iban);
      },

      get addressLines() {
        return addressLines(this.order.shippingAddress);
      },

      get billingLines() {
        return addressLines(this.order.billingAddress);
      },
    }),
});
