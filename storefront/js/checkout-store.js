// The course of a checkout: which step is open, and placing the order once and only once.
import { gql, idempotencyKey } from '/assets/shared/js/api-client.js';
import { Alpine } from '/assets/shared/js/deps.js';
import { url } from '/assets/shared/js/config.js';
import { sentence, t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { describe } from '/assets/shared/js/notify.js';
import { recall, remember } from '/assets/shared/js/storage.js';
import { confirm, openForm } from './card-form.js';
import { CART_NOTE, CHECKOUT_COMPLETE } from './checkout-queries.js';
import { addressLines } from './page.js';

const STEPS = ['contact', 'address', 'delivery', 'payment', 'review'];
const PATIENCE = 8; // times we ask again while another call places the same order, or its payment is on its way
const AWAY = 'attempt'; // what is remembered of an order whose buyer went away to pay

// What the provider has written into the address that its page led back to.
const returned = () => new URLSearchParams(location.search).get('redirect_status');

const cart = () => Alpine.store('cart');
const about = (cartId, { expectedTotal, paymentMethod }) => JSON.stringify([cartId, expectedTotal, paymentMethod]);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export const checkout = {
  step: null,
  method: null,
  reviewed: false, // the last step has been seen
  key: null, // stands for one attempt: the same until the order is placed or something about it has changed
  keyFor: '',
  problem: null,
  declined: '',
  placing: false,
  waiting: false,
  placed: false,
  secret: null, // opens a payment to the provider's form
  paying: null, // what is to be paid by card, while the provider's form is open
  confirming: false, // back from paying, and not yet told how it went
  writing: null, // the note on its way to the server
  noteProblem: '',

  /** Opens the step of the address, or the first that is not done yet. */
  begin() {
    addEventListener('popstate', () => this.open(this.wanted()));
    if (!cart().data) return;
    this.method ??= cart().data.paymentMethods.length === 1 ? cart().data.paymentMethods[0].handle : null;
    // The first step gets its own address too, so that Back from the second finds it.
    history.replaceState(null, '', this.address(this.wanted()));
    this.open(this.wanted());
    if (this.paying) this.showCard();
  },

  address(step) {
    const address = new URL(location.href);
    address.searchParams.set('step', step);
    return address;
  },

  wanted() {
    const asked = new URLSearchParams(location.search).get('step');
    const first = this.firstOpen();
    return STEPS.includes(asked) && STEPS.indexOf(asked) <= STEPS.indexOf(first) ? asked : first;
  },

  firstOpen() {
    return STEPS.find((step) => !this.complete(step)) ?? 'review';
  },

  complete(step) {
    const { data } = cart();
    const facts = { contact: data?.email, address: data?.shippingAddress, delivery: data?.deliveryOption, payment: this.method, review: null };
    return Boolean(facts[step]);
  },

  /** Complete like all before it, and not the step that is open. */
  isDone(step) {
    return step !== this.step && STEPS.indexOf(step) < STEPS.indexOf(this.firstOpen());
  },

  state(step) {
    if (step === this.step) return 'open';
    return this.isDone(step) ? 'complete' : 'ahead';
  },

  open(step) {
    const moved = this.step !== null && this.step !== step;
    this.step = step;
    this.reviewed ||= step === 'review';
    if (moved) Alpine.nextTick(() => document.getElementById(`step-${step}`)?.focus());
  },

  go(step) {
    history.pushState(null, '', this.address(step));
    this.open(step);
  },

  /** The next step; someone who came back from the end to change one thing goes straight to the end again. */
  after(step) {
    this.go(this.reviewed ? this.firstOpen() : STEPS[STEPS.indexOf(step) + 1]);
  },

  get addressLines() {
    return addressLines(cart().data?.shippingAddress);
  },

  get billingLines() {
    return addressLines(cart().data?.billingAddress);
  },

  get methodTitle() {
    return cart().data?.paymentMethods.find(({ handle }) => handle === this.method)?.title ?? '';
  },

  /** Keeps what the buyer writes to the shop; an order that is placed meanwhile waits for it. */
  write(text) {
    this.writing = this.send(text.trim() || null);
    return this.writing;
  },

  async send(note) {
    try {
      const { cart: fresh, userErrors } = (await gql(CART_NOTE, { cartId: cart().id, note })).cartNoteSet;
      if (fresh) cart().take(fresh);
      this.noteProblem = userErrors.map(({ message }) => sentence(message)).join(' ');
    } catch (error) {
      this.noteProblem = describe(error);
      if (error.name !== 'ApiError') throw error;
    }
  },

  /** Places the order. A second press, a lost answer or a reload cannot place it twice. */
  async place() {
    if (this.placing) return;
    this.placing = true;
    this.problem = null;
    try {
      await this.attempt();
    } catch (error) {
      this.say({ kind: 'danger', title: t('checkout.notPlaced'), text: describe(error), requestId: error.requestId });
      if (error.name !== 'ApiError') throw error;
    } finally {
      this.placing = this.placed; // stays busy while the next page loads
      this.waiting = false;
    }
  },

  async attempt() {
    await this.writing;
    if (this.noteProblem) return document.getElementById('note').focus();
    const { id: cartId, cost } = cart().data;
    const input = { expectedTotal: cost.total.amount, paymentMethod: this.method };
    if (this.keyFor !== about(cartId, input)) {
      this.keyFor = about(cartId, input);
      this.key = idempotencyKey();
    }
    return this.ask({ cartId, input: { ...input, idempotencyKey: this.key } }, cost.total);
  },

  // Asks until the order is placed or refused, or its buyer has to go somewhere to pay.
  async ask(attempt, total) {
    let next = null;
    for (let time = 0; time < PATIENCE; time++) {
      const { checkoutComplete: payload } = await gql(CHECKOUT_COMPLETE, attempt, { timeout: 45000 });
      if (payload.order) return this.finish(payload.order);
      next = payload.nextAction;
      if (next?.clientSecret && (!this.confirming || returned() !== 'succeeded')) return this.askForCard(attempt, total, next);
      if (next?.redirectUrl && !this.confirming) return this.leave(attempt, total, next);
      if (!next && payload.userErrors[0]?.code !== 'COMPLETION_IN_PROGRESS') return this.refuse(payload, total);
      this.waiting = true;
      await pause(1500);
    }
    if (next) this.say({ kind: 'warning', title: t('checkout.unconfirmed'), text: t('checkout.unconfirmedText'), href: next.redirectUrl });
    else this.say({ kind: 'warning', title: t('checkout.stillPlacing'), text: t('checkout.stillPlacingText') });
  },

  // Goes where the buyer confirms the payment; resume() goes on from there.
  leave(attempt, total, { redirectUrl }) {
    remember(AWAY, { attempt, total });
    this.placed = true;
    location.assign(redirectUrl);
  },

  // Opens the provider's form. Who leaves the page and comes back finds it open again.
  async askForCard(attempt, total, { clientSecret }) {
    remember(AWAY, { attempt, total });
    this.secret = clientSecret;
    this.paying = total;
    if (returned() === 'failed') this.say({ kind: 'danger', title: t('checkout.cardRefused'), text: t('checkout.cardRefusedText') });
    if (!this.confirming) await this.showCard(); // else once the page is there: see begin()
  },

  async showCard() {
    await Alpine.nextTick();
    try {
      await openForm(this.secret, '#card-form');
    } catch {
      this.paying = null; // the button asks for the form again
      this.say({ kind: 'danger', title: t('checkout.notPlaced'), text: t('checkout.cardMissing') });
    }
  },

  /** Pays by card: leads to where resume() goes on. */
  async pay() {
    if (this.placing) return;
    this.placing = true;
    this.problem = null;
    try {
      const wrong = await confirm(location.origin + url('checkout'));
      if (wrong) this.say({ kind: 'danger', title: t('checkout.cardRefused'), text: wrong });
    } catch {
      this.say({ kind: 'danger', title: t('checkout.notPlaced'), text: t('checkout.cardMissing') });
    } finally {
      this.placing = false;
    }
  },

  /** Goes on with an order whose buyer is back from paying; nothing happens where there is none. */
  async resume() {
    const away = recall(AWAY);
    if (!away) return;
    const { attempt, total } = away;
    this.confirming = true;
    // Pressing the button again asks for the same order.
    this.method = attempt.input.paymentMethod;
    this.key = attempt.input.idempotencyKey;
    this.keyFor = about(attempt.cartId, attempt.input);
    try {
      await this.ask(attempt, total);
    } catch (error) {
      this.say({ kind: 'danger', title: t('checkout.unconfirmed'), text: describe(error), requestId: error.requestId });
      if (error.name !== 'ApiError') throw error;
    } finally {
      this.waiting = false;
      this.confirming = this.placed; // stays while the next page loads
    }
  },

  finish(order) {
    this.placed = true;
    remember(AWAY, null);
    cart().forget();
    location.replace(url(`orders/${order.token}`, { placed: 1 }));
  },

  // What the server refused, in words that say what to do.
  async refuse({ cart: fresh, userErrors }, before) {
    const [error] = userErrors;
    remember(AWAY, null);
    if (fresh) cart().take(fresh);
    if (error.code === 'PRICE_CHANGED') {
      const values = { before: money(before), after: money(cart().data.cost.total) };
      return this.say({ kind: 'warning', title: t('checkout.priceChanged'), text: t('checkout.priceChangedText', values) });
    }
    if (error.code === 'INSUFFICIENT_STOCK') {
      const line = cart().lines[Number(error.path?.at(-1))];
      if (line) cart().note(line.id, 'danger', error.message);
      return this.say({ kind: 'warning', title: t('checkout.outOfStock'), text: sentence(error.message), toCart: true });
    }
    if (error.code === 'PAYMENT_DECLINED') {
      this.declined = sentence(error.message);
      this.key = this.keyFor = null;
      if (!this.confirming) return this.go('payment');
      return (this.method = null); // so that the way of paying is the step to open
    }
    if (error.code === 'NOT_FOUND' && error.path?.[0] === 'cartId') return cart().load();
    this.say({ kind: 'danger', title: t('checkout.notPlaced'), text: userErrors.map(({ message }) => sentence(message)).join(' ') });
  },

  say(problem) {
    this.problem = problem;
    Alpine.nextTick(() => document.getElementById('problem')?.focus());
  },
};
