// What of an order is written down in a dialog beside sending: how a parcel is followed, and what of a return can be sold again.
import { t } from '/assets/shared/js/i18n.js';
import { FULFILLMENT_UPDATE, RETURN_RECEIVE } from './queries.js';

/** Joins the page of an order, beside life. */
export const dialogs = {
  onItsWay: null, // the parcel whose tracking is changed
  followed: { carrier: '', trackingNumber: '', trackingUrl: '' },
  trackingError: '',
  received: null, // the return that has come back
  again: [],
  receivingError: '',

  openTracking(parcel) {
    this.onItsWay = parcel;
    this.followed = { carrier: parcel.carrier ?? '', trackingNumber: parcel.trackingNumber ?? '', trackingUrl: parcel.trackingUrl ?? '' };
    this.trackingError = '';
    this.$refs.following.showModal();
  },

  async saveTracking() {
    const mistakes = await this.act(FULFILLMENT_UPDATE, { id: this.onItsWay.id, input: { ...this.followed } }, t('order.trackingSaved'));
    if (mistakes === null) return;
    this.trackingError = this.inWords(mistakes);
    if (!this.trackingError) this.$refs.following.close();
  },

  openReceiving(back) {
    this.received = back;
    this.again = back.lines.map(({ quantity, orderLine }) => ({ id: orderLine.id, title: orderLine.title, most: quantity, quantity }));
    this.receivingError = '';
    this.$refs.receiving.showModal();
  },

  async receive() {
    const again = this.again.map((line) => ({ orderLineId: line.id, quantity: Number(line.quantity) || 0 }));
    const mistakes = await this.act(RETURN_RECEIVE, { id: this.received.id, again }, t('returnStatus.RECEIVED'));
    if (mistakes === null) return;
    this.receivingError = this.inWords(mistakes);
    if (!this.receivingError) this.$refs.receiving.close();
  },

  inWords(mistakes) {
    return mistakes.map((error) => this.sentence(error.message)).join(' ');
  },

  /** How many pieces of a return that came back went on the shelf, in words; '' before that. */
  shelved(back) {
    if (!back.receivedAt) return '';
    const sum = (name) => back.lines.reduce((all, line) => all + line[name], 0);
    return t('order.shelved', { count: sum('restocked'), of: sum('quantity') });
  },
};
