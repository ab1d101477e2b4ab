// What is done to an order after it was placed: sending, returns, notes and tags.
import { idempotencyKey } from '/assets/shared/js/api-client.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { complain } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask } from './console.js';
import { refreshCounts } from './counts.js';
import { FULFILLMENT_CANCEL, FULFILLMENT_DELIVER, ORDER_FULFILL, ORDER_NOTE, ORDER_TAGS, RETURN_APPROVE, RETURN_CANCEL, RETURN_REJECT } from './queries.js';

const RETURN_KINDS = { REQUESTED: 'warning', APPROVED: 'info', RECEIVED: 'success', REJECTED: 'danger', CANCELLED: '' };

/** Joins the page of an order. */
export const life = {
  parts: [],
  carrier: '',
  trackingNumber: '',
  trackingUrl: '',
  tell: true,
  sendingError: '',
  sendingKey: '',
  note: '',
  noteShown: false,
  tags: '',

  get sendable() {
    return this.can('ORDER_WRITE') && this.order.status === 'PLACED' && this.order.lines.nodes.some((line) => line.unfulfilledQuantity > 0);
  },

  goodsOf: ({ lines }) => lines.map((line) => `${line.quantity} × ${line.orderLine.title}`).join(', '),

  returnKind: (back) => RETURN_KINDS[back.status],

  parcelKind: (parcel) => (parcel.cancelledAt ? 'danger' : parcel.deliveredAt ? 'success' : 'info'),

  parcelState: (parcel) => t(parcel.cancelledAt ? 'order.parcelTakenBack' : parcel.deliveredAt ? 'order.parcelDelivered' : 'order.parcelSent'),

  openSending() {
    this.parts = this.order.lines.nodes.filter((line) => line.unfulfilledQuantity > 0).map(({ id, title, unfulfilledQuantity }) => ({ id, title, most: unfulfilledQuantity, quantity: unfulfilledQuantity }));
    this.sendingError = '';
    this.sendingKey = idempotencyKey();
    this.$refs.sending.showModal();
  },

  async send() {
    const lines = this.parts.filter((line) => line.quantity > 0).map((line) => ({ orderLineId: line.id, quantity: line.quantity }));
    const tracking = { carrier: this.carrier, trackingNumber: this.trackingNumber, trackingUrl: this.trackingUrl };
    const input = { lines, tracking, notify: this.tell, idempotencyKey: this.sendingKey };
    const mistakes = await this.act(ORDER_FULFILL, { id: this.order.id, input }, t('order.wasSent', { number: this.order.number }));
    if (mistakes === null) return;
    this.sendingError = this.inWords(mistakes);
    if (this.sendingError) this.sendingKey = idempotencyKey();
    else this.$refs.sending.close();
  },

  delivered(parcel) {
    return this.say(FULFILLMENT_DELIVER, { id: parcel.id }, t('order.parcelDelivered'));
  },

  async takeBack(parcel) {
    if (await this.sure('order.takeBack', 'order.takeBackText')) await this.say(FULFILLMENT_CANCEL, { id: parcel.id }, t('order.parcelTakenBack'));
  },

  approve(back) {
    return this.say(RETURN_APPROVE, { id: back.id }, t('returnStatus.APPROVED'));
  },

  async reject(back) {
    const answer = await confirmDialog({ title: t('order.rejectReturn'), text: t('order.rejectText'), action: t('order.rejectReturn'), danger: true, reason: true });
    if (answer) await this.say(RETURN_REJECT, { id: back.id, answer }, t('returnStatus.REJECTED'));
  },

  async endReturn(back) {
    if (await this.sure('order.endReturn', 'order.endText')) await this.say(RETURN_CANCEL, { id: back.id }, t('returnStatus.CANCELLED'));
  },

  async addNote() {
    if (this.note.trim() === '') return;
    if (await this.say(ORDER_NOTE, { id: this.order.id, text: this.note, public: this.noteShown }, t('order.noteAdded'))) this.note = '';
  },

  saveTags() {
    const tags = this.tags.split(',').map((tag) => tag.trim()).filter(Boolean);
    return this.say(ORDER_TAGS, { id: this.order.id, tags }, t('order.tagsSaved'));
  },

  sure: (title, text) => confirmDialog({ title: t(title), text: t(text), action: t(title) }),

  /** Does it and says what is wrong; whether it was done. */
  async say(op, variables, done) {
    const mistakes = await this.act(op, variables, done);
    if (mistakes?.length > 0) complain(mistakes);
    return mistakes?.length === 0;
  },

  /** Does it and shows the order as it is then; the mistakes, or null where there was no answer. */
  async act(op, variables, done) {
    if (this.working) return null;
    this.working = true;
    try {
      const { order, userErrors } = Object.values(await ask(op, variables))[0];
      if (userErrors.length > 0) return userErrors;
      this.take(order);
      notify(done);
      refreshCounts();
      return [];
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
      return null;
    } finally {
      this.working = false;
    }
  },
};
