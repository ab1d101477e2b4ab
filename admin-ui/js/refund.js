// Money that goes back for an order: what went back, and the dialog that gives more, which says beforehand what it comes to.
import { idempotencyKey } from '/assets/shared/js/api-client.js';
import { debounce } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { describe } from '/assets/shared/js/notify.js';
import { ask } from './console.js';
import { ORDER_REFUND, ORDER_REFUND_PREVIEW } from './queries.js';

// One timer for the page: what is typed fast is asked about once.
const rest = debounce((page) => page.preview(), 350);

/** Joins the page of an order, beside life. */
export const refunds = {
  back: [], // the lines of the dialog
  backShipping: '',
  restock: true,
  backReason: '',
  effect: null, // what it would come to, as the server says
  refundError: '',
  refundKey: '',

  get refundable() {
    return this.can('ORDER_REFUND') && ['PAID', 'PARTIALLY_REFUNDED'].includes(this.order.paymentStatus);
  },

  openRefund() {
    const gone = new Map();
    for (const refund of this.order.refunds.filter(({ status }) => status !== 'FAILED')) {
      for (const { orderLine, quantity } of refund.lines) gone.set(orderLine.id, (gone.get(orderLine.id) ?? 0) + quantity);
    }
    this.back = this.order.lines.nodes.map(({ id, title, quantity }) => ({ id, title, most: quantity - (gone.get(id) ?? 0), quantity: 0 })).filter(({ most }) => most > 0);
    this.backShipping = '';
    this.backReason = '';
    this.restock = true;
    this.effect = null;
    this.refundError = '';
    this.refundKey = idempotencyKey();
    this.$refs.refunding.showModal();
  },

  /** What the dialog says, as the graph wants it; null while nothing is chosen. */
  get refundInput() {
    const lines = this.back.filter(({ quantity }) => quantity > 0).map(({ id, quantity }) => ({ orderLineId: id, quantity: Number(quantity), restock: this.restock }));
    const shipping = this.backShipping.trim().replace(',', '.');
    if (lines.length === 0 && shipping === '') return null;
    return { orderId: this.order.id, lines, shipping: shipping || undefined };
  },

  changed() {
    this.refundKey = idempotencyKey();
    this.refundError = '';
    rest(this);
  },

  async preview() {
    const input = this.refundInput;
    this.effect = null;
    if (!input) return;
    try {
      const { vendor } = await ask(ORDER_REFUND_PREVIEW, { input });
      this.effect = vendor.orderRefundPreview;
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.refundError = this.sentence(error.code === 'BAD_REQUEST' ? error.message : describe(error));
    }
  },

  get refundAction() {
    return this.effect ? t('refund.give', { amount: money(this.effect.amount) }) : t('refund.action');
  },

  async refund() {
    const input = this.refundInput;
    if (!input) return (this.refundError = t('refund.nothing'));
    const whole = { ...input, reason: this.backReason.trim() || undefined, idempotencyKey: this.refundKey };
    const mistakes = await this.act(ORDER_REFUND, { input: whole }, t('refund.given'));
    if (mistakes === null) return;
    this.refundError = this.inWords(mistakes);
    if (!this.refundError) this.$refs.refunding.close();
  },
};
