// Checkout: one page, five steps, the step in the address. What is done is what the server's cart says is done.
import { gql } from '/assets/shared/js/api-client.js';
import { start } from '/assets/shared/js/app.js';
import { Alpine } from '/assets/shared/js/deps.js';
import { config } from '/assets/shared/js/config.js';
import { t } from '/assets/shared/js/i18n.js';
import { form } from '/assets/shared/js/form.js';
import { countries } from '/assets/shared/js/countries.js';
import { mix } from '/assets/shared/js/dom.js';
import { session } from '/assets/shared/js/session.js';
import { cart } from './cart.js';
import { codes } from './cart-codes.js';
import './cart-lines.js';
import { drawer } from './cart-view.js';
import { CART_ADDRESSES, CART_BUYER, CART_DELIVERY } from './checkout-queries.js';
import { checkout } from './checkout-store.js';
import { ShopShell } from './shell.js';
import { shop } from './shop-map.js';

const ADDRESS = { firstName: '', lastName: '', company: '', line1: '', line2: '', postalCode: '', city: '', countryCode: config.country, phone: '' };

// The fields of the address that the invoice goes to, where it is another one.
const BILLING = Object.fromEntries(Object.entries(ADDRESS).map(([name, value]) => [`billing_${name}`, value]));

const theCart = () => Alpine.store('cart');

/** Sends a change of the cart, takes the cart that comes back, and answers what is wrong. */
async function change(op, variables) {
  const [payload] = Object.values(await gql(op, { cartId: theCart().id, ...variables }));
  if (payload.cart) theCart().take(payload.cart, payload.warnings);
  return payload.userErrors;
}

/** A step is a form over a part of the cart; fill() puts what the cart knows into it, unless the buyer is typing. */
function step(name, { values, send }, part) {
  return () =>
    mix(form({ values, send, done: () => Alpine.store('checkout').after(name) }), part, {
      init() {
        this.fill();
        this.$watch('$store.cart.data', () => this.dirty || this.fill());
      },
    });
}

const given = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));

/** An address as fields whose names begin with a text, and back. */
const fieldsOf = (address, before = '') => Object.fromEntries(Object.keys(ADDRESS).map((name) => [before + name, address[name] ?? '']));
const addressOf = (values, before = '') => given(Object.fromEntries(Object.keys(ADDRESS).map((name) => [name, values[before + name]])));

/** Sends where the goods go, and where the invoice goes if that is elsewhere. */
async function sendAddresses(values) {
  const billed = values.elsewhere ? addressOf(values, 'billing_') : null;
  const { shipping, billing } = await gql(CART_ADDRESSES, { cartId: theCart().id, shipping: addressOf(values), billing: billed });
  if (billing.cart) theCart().take(billing.cart, [...shipping.warnings, ...billing.warnings]);
  return [...shipping.userErrors, ...billing.userErrors.map((error) => ({ ...error, path: [`billing_${error.path.at(-1)}`] }))];
}

const contactStep = step(
  'contact',
  { values: { email: '' }, send: ({ email }) => change(CART_BUYER, { input: { email: email.trim() } }) },
  {
    signedIn: session.expected,

    fill() {
      this.reset({ email: theCart().data?.email ?? session.viewer?.email ?? '' });
    },
  },
);

const addressStep = step(
  'address',
  { values: { ...ADDRESS, elsewhere: false, ...BILLING }, send: sendAddresses },
  {
    countries: countries(),

    fill() {
      const { shippingAddress, billingAddress } = theCart().data ?? {};
      if (!shippingAddress) return;
      this.reset({ ...fieldsOf(shippingAddress), elsewhere: billingAddress !== null, ...(billingAddress ? fieldsOf(billingAddress, 'billing_') : BILLING) });
    },
  },
);

const deliveryStep = step(
  'delivery',
  { values: { handle: '' }, send: ({ handle }) => change(CART_DELIVERY, { handle }) },
  {
    get options() {
      return theCart().data?.deliveryOptions ?? [];
    },

    /** What there is to know of a way of delivery beside its price. */
    about({ description, leadTime, pickupAddress: at }) {
      const days = leadTime && t(leadTime.min === leadTime.max ? 'checkout.leadTimeOne' : 'checkout.leadTime', { min: leadTime.min, count: leadTime.max });
      const place = at && t('checkout.pickupAt', { address: [at.company, at.line1, `${at.postalCode} ${at.city}`].filter(Boolean).join(', ') });
      return [description, days, place].filter(Boolean).join(' · ');
    },

    fill() {
      this.reset({ handle: theCart().data?.deliveryOption?.handle ?? this.options[0]?.handle ?? '' });
    },
  },
);

start({
  shell: ShopShell,
  stores: { codes, cart, drawer, shop, checkout },
  pages: {
    lawLinks: () => ({
      /** Those that are agreed to with an order. */
      get agreed() {
        return this.$store.shop.laws.filter((kind) => ['terms', 'privacy', 'withdrawal'].includes(kind));
      },
    }),
    contactStep,
    addressStep,
    deliveryStep,
    checkoutPage: () => ({
      wide: matchMedia('(width >= 60rem)').matches,

      async init() {
        const { cart: goods, checkout: course } = this.$store;
        await course.resume();
        if (course.placed) return;
        await goods.load();
        course.begin();
      },
    }),
  },
});
