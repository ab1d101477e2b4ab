// What the pages of the customer's account share: their navigation, the way to sign-in, mails that can be sent again.
import { gql } from '/assets/shared/js/api-client.js';
import { path, url } from '/assets/shared/js/config.js';
import { h } from '/assets/shared/js/dom.js';
import { complain } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { session } from '/assets/shared/js/session.js';
import { recall, remember } from '/assets/shared/js/storage.js';
import { settle } from './page.js';
import { CART_MERGE, VERIFICATION_RESEND } from './account-queries.js';
import { startShop } from './shop.js';

const PAGES = [
  ['account/orders', 'nav.orders'],
  ['account/profile', 'account.profile'],
  ['account/addresses', 'account.addresses'],
  ['account/privacy', 'account.privacy'],
];

class AccountNav extends HTMLElement {
  connectedCallback() {
    const here = path();
    const entry = ([address, text]) => h('li', {}, h('a', { href: url(address), 'aria-current': here === address ? 'page' : null }, t(text)));
    this.replaceChildren(h('nav', { class: 'account-nav', 'aria-label': t('nav.account') }, h('ul', {}, PAGES.map(entry))));
  }
}

/** Starts a page of the account. */
export function startAccount(pages) {
  return startShop(pages, () => customElements.define('orion-account-nav', AccountNav));
}

/**
 * After sign-in: what the visit has gathered goes into the customer's own cart, which the next page goes on with. Where
 * that fails the visit's cart stays at hand: the customer is signed in all the same, and can order it.
 */
export async function bringCart() {
  try {
    const { cartMerge } = await gql(CART_MERGE, { cartId: recall('cart') });
    if (cartMerge.userErrors.length > 0) return;
    remember('cart', cartMerge.cart?.id ?? null);
    remember('cart-count', cartMerge.cart?.totalQuantity ?? 0);
  } catch (error) {
    if (error.name !== 'ApiError') throw error;
  }
}

export function toLogin() {
  location.replace(url('account/login', { back: location.pathname }));
}

/** Loads a page that is for customers alone: `take` gets the viewer, and all of the answer; guests are sent to sign-in. */
export async function loadMine(page, op, take) {
  if (!session.expected) return toLogin();
  return settle(page, async () => {
    const answer = await gql(op).catch(leaveWhenOver);
    if (!answer.viewer?.customer) return leave(page);
    take.call(page, answer.viewer, answer);
  });
}

function leaveWhenOver(error) {
  if (error.code !== 'UNAUTHENTICATED') throw error;
  return { viewer: null };
}

function leave(page) {
  page.phase = 'leaving';
  toLogin();
}

/** Sends one mutation beside the forms; true when it went through, else the user is told why. */
export async function act(op, variables) {
  try {
    const [payload] = Object.values(await gql(op, variables));
    if (payload.userErrors.length > 0) complain(payload.userErrors);
    return payload.userErrors.length === 0;
  } catch (error) {
    if (error.name !== 'ApiError') throw error;
    complain(error);
    return false;
  }
}

/** The mail that proves an address, once more. */
export const resending = () => ({
  sending: false,
  resent: false,

  async resend(email) {
    this.sending = true;
    this.resent = await act(VERIFICATION_RESEND, { input: { email } });
    this.sending = false;
  },
});

const LEAST = 10;

/** How far a password is from good enough, in words. */
export function strengthOf(password) {
  const missing = LEAST - [...password].length;
  return missing > 0 ? t('account.passwordMissing', { count: missing }) : t('account.passwordEnough');
}
