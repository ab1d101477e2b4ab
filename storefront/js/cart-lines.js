// What is in the cart, the same in the drawer, on its page and in the checkout: <orion-cart-lines>, <orion-totals>.
import { elements, h, icon } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';

function each(loop, key, ...children) {
  const template = h('template', { 'x-for': loop, ':key': key });
  template.content.append(h('li', {}, ...children));
  return template;
}

function when(condition, child) {
  const template = h('template', { 'x-if': condition });
  template.content.append(child);
  return template;
}

class CartLines extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    this.setAttribute('x-data', '');
    const loop = each('line in $store.cart.lines', 'line.id', frame(), words(), this.hasAttribute('still') ? stillQuantity() : quantity(), sum());
    this.append(h('ul', { class: 'cart-lines', 'aria-label': t('cart.lines') }, loop));
  }
}

function frame() {
  const picture = h('img', { ':src': 'line.variant.product.featuredMedia.url', alt: '', width: '96', height: '120', loading: 'lazy' });
  return h('div', { class: 'frame' }, when('line.variant.product.featuredMedia && line.variant.product.featuredMedia.url', picture));
}

function words() {
  const title = h('a', { ':href': "$url('products/' + line.variant.product.slug)", 'x-text': 'line.variant.product.title' });
  const variant = h('p', { class: 'muted small', 'x-show': '$store.cart.variantTitle(line)', 'x-text': '$store.cart.variantTitle(line)' });
  const each = h('p', { class: 'muted small num', 'x-show': 'line.quantity > 1', 'x-text': "$t('cart.each', {price: $money(line.unitPrice)})" });
  const note = h('p', { class: 'field-error', ':class': '$store.cart.notes[line.id].kind', role: 'status' }, icon('circle-alert'), h('span', { 'x-text': '$store.cart.notes[line.id].text' }));
  const gone = h('p', { class: 'field-error', 'x-show': '!line.variant.availableForSale' }, icon('circle-alert'), h('span', {}, t('cart.gone')));
  return h('div', { class: 'words' }, h('p', { class: 'name' }, title), variant, each, when('$store.cart.notes[line.id]', note), gone);
}

function quantity() {
  const step = (by, name, label) =>
    h(
      'button',
      { type: 'button', '@click': `$store.cart.setQuantity(line, line.quantity ${by})`, ':disabled': by === '- 1' ? 'line.quantity < 2' : 'line.quantity > 998', ':aria-label': `$t('${label}', {title: line.variant.product.title})` },
      icon(name),
    );
  const input = h('input', {
    type: 'text',
    inputmode: 'numeric',
    maxlength: '3',
    ':value': 'line.quantity',
    '@change': '$store.cart.setQuantity(line, $event.target.value)',
    ':aria-label': "$t('cart.quantityOf', {title: line.variant.product.title})",
  });
  const remove = h('button', { type: 'button', class: 'link small', '@click': '$store.cart.remove(line)', ':aria-label': "$t('cart.removeOf', {title: line.variant.product.title})" }, t('cart.remove'));
  return h('div', { class: 'amount' }, h('div', { class: 'stepper small' }, step('- 1', 'minus', 'cart.less'), input, step('+ 1', 'plus', 'cart.more')), remove);
}

function stillQuantity() {
  return h('p', { class: 'amount muted small', 'x-text': "$t('cart.pieces', {count: line.quantity})" });
}

function sum() {
  return h('p', { class: 'sum num', ':class': '{working: $store.cart.lineBusy[line.id]}', 'x-text': '$money(line.total)' });
}

// source="$store.cart.data" names the cart; attribute `order` reads the sums from an order instead.
class Totals extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const source = this.getAttribute('source');
    const cost = this.hasAttribute('order') ? source : `${source}.cost`;
    const row = (key, value, attributes = {}) => [h('dt', attributes, t(key)), h('dd', { ...attributes, 'x-text': value })];
    const shipping = this.hasAttribute('order')
      ? `$zero(${cost}.shipping) ? $t('cart.free') : $money(${cost}.shipping)`
      : `!${source}.deliveryOption ? $t('cart.later') : $zero(${cost}.shipping) ? $t('cart.free') : $money(${cost}.shipping)`;
    const list = h(
      'dl',
      { class: 'totals' },
      row('cart.subtotal', `$money(${cost}.subtotal)`),
      discounts(source),
      row('cart.shipping', shipping),
      row('cart.total', `$money(${cost}.total)`, { class: 'sum' }),
    );
    const at = h('template', { 'x-for': `at in ${cost}.taxes`, ':key': 'at.rate' });
    at.content.append(h('p', { class: 'muted small', 'x-text': this.hasAttribute('order') ? 'taxText(at)' : '$store.cart.taxText(at)' }));
    if (this.hasAttribute('order')) return this.append(list, h('div', {}, at, taxOfAll(cost)));
    const nudge = h('p', { class: 'small', 'x-show': '$store.cart.nudge', 'x-text': '$store.cart.nudge' });
    this.append(list, h('div', {}, at), nudge);
  }
}

// An order of before rates were kept knows only the sum.
function taxOfAll(cost) {
  return when(`${cost}.taxes.length === 0`, h('p', { class: 'muted small', 'x-text': `$t(${cost}.taxIncluded ? 'cart.taxIncluded' : 'cart.taxAdded', {tax: $money(${cost}.tax)})` }));
}

// Each promotion by what the shop calls it.
function discounts(source) {
  const each = h('template', { 'x-for': `(one, at) in ${source}.discounts`, ':key': 'at' });
  each.content.append(h('div', {}, h('dt', { 'x-text': "one.code ? one.title + ' (' + one.code + ')' : one.title" }), h('dd', { 'x-text': "'−' + $money(one.amount)" })));
  return each;
}

elements.set('orion-cart-lines', CartLines).set('orion-totals', Totals);

/** For pages that have begun without them. */
export function defineCartLines() {
  if (!customElements.get('orion-cart-lines')) customElements.define('orion-cart-lines', CartLines);
}
