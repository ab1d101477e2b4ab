// The cart as all pages of the shop see it: Alpine.store('cart'). Sums come from the server, always.
import { gql } from '/assets/shared/js/api-client.js';
import { debounce } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { announce, describe, notify } from '/assets/shared/js/notify.js';
import { onRemembered, recall, remember } from '/assets/shared/js/storage.js';
import { taxText } from './page.js';
import { CART_ADD, CART_CREATE, CART_READ, CART_REMOVE, CART_UPDATE } from './queries.js';

export const MAX_QUANTITY = 999;

export const cart = {
  id: recall('cart'),
  count: recall('cart-count', 0), // shown before the cart itself is loaded
  data: null,
  phase: 'idle', // idle | loading | ready | error
  failure: null,
  notes: {}, // line id → {kind, text}: what is wrong with a line, or was changed about it
  lineBusy: {},
  changes: [], // what the server changed by itself
  adding: null, // variant that is being added

  init() {
    onRemembered('cart', (id) => this.follow(id));
    onRemembered('cart-count', (count) => (this.count = count ?? 0));
  },

  get lines() {
    return this.data?.lines.nodes ?? [];
  },

  get empty() {
    return this.phase === 'ready' && this.lines.length === 0;
  },

  get blocked() {
    return this.lines.some((line) => !line.variant.availableForSale);
  },

  /** The tax at one rate, such as "including 17 % VAT: 5,07 €". */
  taxText(at) {
    return taxText(at, this.data.cost.taxIncluded);
  },

  /** How much is missing to a free delivery, of the way that is chosen or else of the first; empty where none is near. */
  get nudge() {
    const { deliveryOption, deliveryOptions, cost } = this.data ?? {};
    const from = (deliveryOption ?? deliveryOptions?.[0])?.freeFrom;
    if (!from || this.lines.length === 0) return '';
    const missing = Number(from.amount) - (Number(cost.subtotal.amount) - Number(cost.discount.amount));
    return missing > 0 ? t('cart.freeNudge', { missing: money({ ...from, amount: String(missing) }) }) : t('cart.freeReached');
  },

  get busy() {
    return Object.keys(this.lineBusy).length > 0;
  },

  // Another tab started, changed or ended the cart.
  follow(id) {
    this.id = id;
    if (this.phase !== 'idle') this.load();
  },

  async load() {
    if (!this.id) return this.take(null);
    if (!this.data) this.phase = 'loading';
    try {
      const { shop } = await gql(CART_READ, { id: this.id });
      if (!shop.cart) this.forget();
      else this.take(shop.cart);
    } catch (error) {
      this.fail(error);
    }
  },

  /** Puts pieces into the cart, which is started with the first; resolves to whether they are in it. */
  async add(variantId, quantity = 1) {
    this.adding = variantId;
    try {
      let payload = this.id ? await this.addTo(this.id, variantId, quantity) : null;
      // A cart that is over (ordered, expired) gives way to a new one.
      if (!payload || payload.userErrors.some((error) => error.code === 'NOT_FOUND' && error.path?.[0] === 'cartId')) {
        payload = (await gql(CART_CREATE, { input: { lines: [{ variantId, quantity }] } })).cartCreate;
      }
      return this.settle(payload, variantId);
    } catch (error) {
      notify(describe(error), { kind: 'error' });
      return false;
    } finally {
      this.adding = null;
    }
  },

  async addTo(cartId, variantId, quantity) {
    return (await gql(CART_ADD, { cartId, lines: [{ variantId, quantity }] })).cartLinesAdd;
  },

  settle(payload, variantId) {
    if (payload.userErrors.length > 0) {
      notify(payload.userErrors.map((error) => error.message).join(' '), { kind: 'error' });
      return false;
    }
    this.take(payload.cart, payload.warnings);
    const line = this.lines.find(({ variant }) => variant.id === variantId);
    announce(t('cart.added', { title: line?.variant.product.title ?? '' }));
    return true;
  },

  /** Sets a quantity; typing and clicking fast sends only the last one. The old one comes back if it fails. */
  setQuantity(line, quantity) {
    const wanted = Math.min(MAX_QUANTITY, Math.max(0, Math.trunc(quantity) || 0));
    if (wanted === 0) return this.remove(line);
    line.quantity = wanted;
    this.lineBusy = { ...this.lineBusy, [line.id]: true };
    this.push(line.id);
  },

  async send(lineId) {
    const quantity = this.lines.find(({ id }) => id === lineId)?.quantity;
    try {
      const { cartLinesUpdate: payload } = await gql(CART_UPDATE, { cartId: this.id, lines: [{ lineId, quantity }] });
      delete this.notes[lineId];
      if (payload.userErrors.length > 0) {
        await this.load();
        this.note(lineId, 'danger', payload.userErrors[0].message);
      } else {
        this.take(payload.cart, payload.warnings);
        announce(t('cart.updated', { count: this.count }));
      }
    } catch (error) {
      await this.load();
      this.note(lineId, 'danger', describe(error));
    } finally {
      const { [lineId]: _, ...others } = this.lineBusy;
      this.lineBusy = others;
    }
  },

  async remove(line) {
    this.lineBusy = { ...this.lineBusy, [line.id]: true };
    const { id: variantId, product } = line.variant;
    const { quantity } = line;
    try {
      const { cartLinesRemove: payload } = await gql(CART_REMOVE, { cartId: this.id, lineIds: [line.id] });
      if (payload.cart) this.take(payload.cart, payload.warnings);
      notify(t('cart.removed', { title: product.title }), { action: { label: t('action.undo'), run: () => this.add(variantId, quantity) } });
    } catch (error) {
      this.note(line.id, 'danger', describe(error));
    } finally {
      this.lineBusy = {};
    }
  },

  take(data, warnings = []) {
    this.data = data;
    this.phase = 'ready';
    this.failure = null;
    // What concerns a line that is there stands at the line, the rest above all lines.
    const here = ({ target }) => this.lines.some((line) => line.id === target);
    this.changes = warnings.filter((warning) => !here(warning));
    for (const { target, message } of warnings.filter(here)) this.note(target, 'warning', message);
    this.count = data?.totalQuantity ?? 0;
    remember('cart-count', this.count);
    if (data && data.id !== this.id) remember('cart', (this.id = data.id));
  },

  note(lineId, kind, text) {
    this.notes[lineId] = { kind, text };
  },

  fail(error) {
    if (error.name !== 'ApiError') throw error;
    this.failure = error;
    this.phase = this.data ? 'ready' : 'error';
  },

  /** The cart is over: it was ordered, or it has expired. */
  forget() {
    this.id = null;
    remember('cart', null);
    this.take(null);
  },

  /** "Grand", or nothing where the variant has no name of its own. */
  variantTitle(line) {
    return line.variant.title === line.variant.product.title ? '' : line.variant.title;
  },
};

const waiting = new Map();

// One timer a line, so that two lines changed at the same time do not swallow each other.
cart.push = function (lineId) {
  if (!waiting.has(lineId)) waiting.set(lineId, debounce((store) => store.send(lineId), 350));
  waiting.get(lineId)(this);
};
