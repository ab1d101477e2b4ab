// What becomes of an order after it was placed: parcels, returns and withdrawal, and ordering it again.
import { gql, idempotencyKey } from '/assets/shared/js/api-client.js';
import { url } from '/assets/shared/js/config.js';
import { complain } from '/assets/shared/js/form.js';
import { date, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { remember } from '/assets/shared/js/storage.js';
import { ORDER_LIFE, ORDER_REORDER, ORDER_RETURN_REQUEST } from './account-queries.js';

const REASONS = ['DAMAGED', 'WRONG_ITEM', 'NOT_AS_DESCRIBED', 'OTHER'];

/** Joins the page of an order, which has `token`. */
export const life = (token) => ({
  story: null,
  working: false,
  reasons: REASONS,
  wanted: [],
  reason: 'WITHDRAWAL',
  message: '',
  returnKey: '',
  returnError: '',

  async loadStory() {
    try {
      this.story = (await gql(ORDER_LIFE, { token })).shop.order;
    } catch (error) {
      if (error.name !== 'ApiError') throw error; // the order itself is on the page
    }
  },

  get parcels() {
    return (this.story?.fulfillments ?? []).filter((parcel) => !parcel.cancelledAt);
  },

  goodsOf: ({ lines }) => lines.map((line) => `${line.quantity} × ${line.orderLine.title}`).join(', '),

  parcelText: (parcel) => (parcel.deliveredAt ? t('order.arrived', { date: date(parcel.deliveredAt, 'long') }) : t('order.sentOn', { date: date(parcel.createdAt, 'long') })),

  /** How many of a line can be asked back for the reason that is chosen. */
  most(line) {
    return line.returnableQuantity + (this.reason === 'WITHDRAWAL' ? line.unfulfilledQuantity : 0);
  },

  get mayWithdraw() {
    return Boolean(this.story?.withdrawal.open) && this.story.lines.nodes.some((line) => line.returnableQuantity + line.unfulfilledQuantity > 0);
  },

  get mayReturn() {
    return Boolean(this.story) && this.story.status !== 'CANCELLED' && this.story.lines.nodes.some((line) => line.returnableQuantity > 0);
  },

  get until() {
    const end = this.story?.withdrawal.until;
    return end ? t('order.withdrawUntil', { date: date(end, 'long') }) : '';
  },

  openReturn(reason) {
    this.reason = reason;
    this.message = '';
    this.returnError = '';
    this.returnKey = idempotencyKey();
    this.choose();
    this.$refs.giveBack.showModal();
  },

  choose() {
    this.wanted = this.story.lines.nodes.map((line) => ({ id: line.id, title: line.title, most: this.most(line), quantity: this.most(line) })).filter((line) => line.most > 0);
  },

  async sendReturn() {
    const lines = this.wanted.filter((line) => line.quantity > 0).map((line) => ({ orderLineId: line.id, quantity: line.quantity }));
    const input = { lines, reason: this.reason, message: this.message || null, idempotencyKey: this.returnKey };
    await this.busily(async () => {
      const { orderReturnRequest: done } = await gql(ORDER_RETURN_REQUEST, { token, input });
      this.returnError = done.userErrors.map((error) => error.message).join(' ');
      if (this.returnError) return (this.returnKey = idempotencyKey());
      this.story = done.order;
      this.order.status = done.order.status;
      this.$refs.giveBack.close();
      notify(t(this.reason === 'WITHDRAWAL' ? 'order.withdrawn' : 'order.returnAsked'));
    });
  },

  reorder() {
    return this.busily(async () => {
      const { orderReorder: done } = await gql(ORDER_REORDER, { token });
      if (done.userErrors.length > 0) return complain(done.userErrors);
      remember('cart', done.cart.id);
      location.assign(url('cart'));
    });
  },

  async busily(work) {
    if (this.working) return;
    this.working = true;
    try {
      await work();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    } finally {
      this.working = false;
    }
  },
});
