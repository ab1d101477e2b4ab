// The cart beside every page. What is in it comes with cart-lines.js, which is loaded when somebody looks.
import { Alpine } from '/assets/shared/js/deps.js';
import { url } from '/assets/shared/js/config.js';
import { h, icon } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';

function when(condition, child) {
  const template = h('template', { 'x-if': condition });
  template.content.append(child);
  return template;
}

/** Alpine.store('drawer'): the cart beside the page. */
export const drawer = {
  async open() {
    if (cart().phase === 'idle') cart().load();
    document.getElementById('cart-drawer')?.showModal();
    (await import('./cart-lines.js')).defineCartLines();
  },

  close() {
    document.getElementById('cart-drawer')?.close();
  },
};

const cart = () => Alpine.store('cart');

/** The drawer itself, drawn by the shell. */
export function cartDrawer() {
  const close = h('button', { type: 'button', class: 'button quiet icon-only', 'aria-label': t('action.close'), '@click': '$store.drawer.close()' }, icon('x'));
  const wait = h('div', { class: 'stack', 'x-show': "$store.cart.phase === 'loading'" }, h('span', { class: 'bone line-bone' }), h('span', { class: 'bone line-bone' }));
  const empty = h('div', { class: 'empty', 'x-show': '$store.cart.empty' }, h('p', {}, t('cart.empty')), h('a', { class: 'button primary', href: url('products') }, t('cart.browse')));
  const failed = h(
    'div',
    { class: 'notice danger', 'x-show': "$store.cart.phase === 'error'" },
    icon('circle-alert'),
    h('div', { class: 'body stack gap-2' }, h('p', { 'x-text': '$describe($store.cart.failure)' }), h('button', { type: 'button', class: 'button small', '@click': '$store.cart.load()' }, t('action.retry'))),
  );
  const foot = h(
    'div',
    { class: 'foot stack' },
    h('dl', { class: 'totals' }, h('dt', {}, t('cart.subtotal')), h('dd', { class: 'strong', 'x-text': '$money($store.cart.data.cost.subtotal)' })),
    h('p', { class: 'muted small' }, t('cart.drawerNote')),
    h('a', { class: 'button primary large wide', href: url('checkout') }, t('cart.checkout')),
    h('a', { class: 'button wide', href: url('cart') }, t('cart.view')),
  );
  const title = h('h2', { id: 'cart-drawer-title', 'x-text': "$t('cart.titleCount', {count: $store.cart.count})" });
  return h(
    'dialog',
    { class: 'drawer cart-drawer', id: 'cart-drawer', closedby: 'any', 'aria-labelledby': 'cart-drawer-title', 'x-data': '' },
    h('div', { class: 'head' }, title, close),
    h('div', { class: 'scroll' }, wait, empty, failed, h('orion-cart-lines')),
    when('$store.cart.lines.length > 0', foot),
  );
}
