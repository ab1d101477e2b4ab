// Codes that take something off the cart, entered on its page and in the checkout: <orion-codes>.
import { gql } from '/assets/shared/js/api-client.js';
import { Alpine } from '/assets/shared/js/deps.js';
import { elements, h, icon } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { announce, describe } from '/assets/shared/js/notify.js';
import { CART_CODES } from './queries.js';

const cart = () => Alpine.store('cart');

/** Alpine.store('codes') */
export const codes = {
  text: '',
  error: '',
  busy: false,

  get entered() {
    return cart().data?.discountCodes ?? [];
  },

  async apply() {
    const text = this.text.trim();
    if (text === '') return this.refuse(t('cart.codeMissing'));
    if (this.busy) return;
    // The server compares the others once more: what no longer applies leaves the cart with its reason.
    const errors = await this.send([...this.entered.map(({ code }) => code), text]);
    if (!errors) return;
    if (errors.length > 0) return this.refuse(errors.map(({ message }) => message).join(' '));
    announce(t('cart.codeApplied', { code: text.toUpperCase() }));
    this.text = '';
  },

  async remove(code) {
    if (this.busy) return;
    const errors = await this.send(this.entered.map((one) => one.code).filter((other) => other !== code));
    if (!errors) return;
    this.error = errors.map(({ message }) => message).join(' ');
    announce(t('cart.codeRemoved', { code }));
    document.getElementById('discount-code')?.focus();
  },

  /** Resolves to what is wrong, null where there was no answer. */
  async send(wanted) {
    this.busy = true;
    this.error = '';
    try {
      const { cartDiscountCodesSet: payload } = await gql(CART_CODES, { cartId: cart().id, codes: wanted });
      if (payload.cart) cart().take(payload.cart, payload.warnings);
      return payload.userErrors;
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.refuse(describe(error));
      return null;
    } finally {
      this.busy = false;
    }
  },

  refuse(text) {
    this.error = text.charAt(0).toLocaleUpperCase() + text.slice(1);
    document.getElementById('discount-code')?.focus();
  },
};

class Codes extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const input = h('input', {
      class: 'input', id: 'discount-code', type: 'text', maxlength: 60, autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false',
      'x-model': '$store.codes.text', '@input': "$store.codes.error = ''", ':aria-invalid': "$store.codes.error ? 'true' : 'false'", 'aria-describedby': 'discount-code-error',
    });
    const form = h(
      'form',
      { class: 'codes', novalidate: '', '@submit.prevent': '$store.codes.apply()' },
      h('label', { for: 'discount-code' }, t('cart.code')),
      h('div', { class: 'code-entry' }, input, h('button', { class: 'button', ':aria-busy': '$store.codes.busy' }, t('cart.codeApply'))),
      h('p', { class: 'field-error', id: 'discount-code-error', role: 'alert', 'x-show': '$store.codes.error', 'x-cloak': '' }, icon('circle-alert'), h('span', { 'x-text': '$store.codes.error' })),
    );
    this.append(form, taken());
  }
}

// The codes that the cart has, and why one of them waits.
function taken() {
  const each = h('template', { 'x-for': 'one in $store.codes.entered', ':key': 'one.code' });
  const drop = h('button', { type: 'button', class: 'button quiet icon-only small', ':aria-label': "$t('cart.codeRemove', {code: one.code})", '@click': '$store.codes.remove(one.code)' }, icon('x'));
  const words = h('span', { class: 'grow' }, h('span', { class: 'strong', 'x-text': 'one.code' }), h('span', { class: 'muted small under', 'x-show': 'one.message', 'x-text': 'one.message' }));
  each.content.append(h('li', {}, icon('tag'), words, drop));
  return h('ul', { class: 'code-list', 'x-show': '$store.codes.entered.length > 0', 'aria-label': t('cart.code') }, each);
}

elements.set('orion-codes', Codes);
