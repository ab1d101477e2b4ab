// <orion-shell> of a shop. Plain by the attribute `bare`: checkout shows the logo and nothing else to click.
import { config, path, url } from '/assets/shared/js/config.js';
import { h, icon } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { languageMenu, Shell, themeMenu } from '/assets/shared/js/shell.js';
import { session } from '/assets/shared/js/session.js';
import { cartDrawer } from './cart-view.js';
import { searchField } from './search-field.js';

export class ShopShell extends Shell {
  header() {
    if (this.hasAttribute('bare')) return [h('header', { class: 'masthead bare' }, h('div', { class: 'page bar' }, logo(), secure())), closure()];
    const bar = h('div', { class: 'page bar' }, menuButton(), logo(), searchField('search-top'), tools());
    return [h('header', { class: 'masthead' }, bar, navigation()), closure(), sideMenu(), cartDrawer()];
  }

  footer() {
    const law = h('div', { class: 'law' }, h('p', {}, config.vendor?.imprint || config.vendor?.name), h('p', {}, t('footer.prices')));
    if (this.hasAttribute('bare')) return h('footer', { class: 'colophon bare' }, h('div', { class: 'page stack' }, law, lawLinks({ target: '_blank' })));
    const links = h('ul', { class: 'links', 'x-data': '' }, link('products', t('nav.products')), collectionLinks('li'), link('cart', t('nav.cart')), link('account/orders', t('nav.orders')), link('contact', t('contact.link')));
    const choices = h('div', { class: 'row prefs' }, languageMenu(), themeMenu());
    return h('footer', { class: 'colophon' }, h('div', { class: 'page columns' }, h('div', { class: 'stack' }, h('p', { class: 'wordmark' }, config.vendor?.name), law), h('nav', { 'aria-label': t('footer.label') }, links), choices), h('div', { class: 'page' }, lawLinks()));
  }
}

function logo() {
  const picture = h('template', { 'x-if': '$store.shop.logo' });
  picture.content.append(h('img', { ':src': '$store.shop.logo.url', ':width': '$store.shop.logo.width', ':height': '$store.shop.logo.height', alt: config.vendor?.name }));
  return h('a', { class: 'wordmark', href: url(), 'x-data': '' }, picture, h('span', { 'x-show': '!$store.shop.logo' }, config.vendor?.name ?? 'Orion'));
}

// Says that the shop takes no orders now.
const closure = () => h('p', { class: 'closure', role: 'status', 'x-data': '', 'x-show': '$store.shop.closed', 'x-text': '$store.shop.closure', 'x-cloak': '' });

const secure = () => h('p', { class: 'secure' }, icon('lock'), t('checkout.secure'));

const link = (address, text) => h('li', {}, h('a', { href: url(address) }, text));

// Links to the texts of the law that the shop has; who sells stands in every shop.
function lawLinks(more = {}) {
  const each = h('template', { 'x-for': 'one in $store.shop.laws', ':key': 'one' });
  each.content.append(h('li', {}, h('a', { ...more, ':href': "$url('legal/' + one)", 'x-text': "$t('legal.' + one)" })));
  return h('nav', { 'aria-label': t('footer.legal') }, h('ul', { class: 'legal-links', 'x-data': '' }, each));
}

function menuButton() {
  return h('button', { type: 'button', class: 'button quiet icon-only phone', 'aria-label': t('nav.open'), 'x-data': '', '@click': "$dialog('side-menu')" }, icon('menu'));
}

function tools() {
  const account = session.expected ? 'account/orders' : 'account/login';
  const items = h('span', { class: 'count', 'x-show': '$store.cart.count > 0', 'x-text': '$store.cart.count', 'x-cloak': '', 'aria-hidden': 'true' });
  const bag = h(
    'button',
    { type: 'button', class: 'button quiet bag', 'x-data': '', '@click': '$store.drawer.open()', ':aria-label': "$t('cart.open', {count: $store.cart.count})" },
    icon('shopping-bag'),
    items,
  );
  const search = h('a', { class: 'button quiet icon-only phone', href: url('search'), 'aria-label': t('search.label') }, icon('search'));
  const person = h('a', { class: 'button quiet icon-only desk', href: url(account), 'aria-label': t(session.expected ? 'nav.orders' : 'nav.account') }, icon('user'));
  return h('div', { class: 'tools' }, search, h('span', { class: 'desk' }, languageMenu()), person, bag);
}

function navigation() {
  const here = path();
  const all = h('a', { href: url('products'), 'aria-current': here === 'products' ? 'page' : null }, t('nav.products'));
  return h('nav', { class: 'shelves desk', 'aria-label': t('nav.label'), 'x-data': '' }, h('ul', { class: 'page' }, h('li', {}, all), collectionLinks('li')));
}

function collectionLinks(tag) {
  const each = h('template', { 'x-for': 'item in $store.shop.collections', ':key': 'item.id' });
  each.content.append(h(tag, {}, h('a', { ':href': "$url('collections/' + item.slug)", ':aria-current': '$store.shop.current(item)', 'x-text': 'item.title' })));
  return each;
}

function sideMenu() {
  const close = h('button', { type: 'button', class: 'button quiet icon-only', 'aria-label': t('action.close'), 'x-data': '', '@click': "$close('side-menu')" }, icon('x'));
  const links = h('ul', { class: 'links', 'x-data': '' }, link('products', t('nav.products')), collectionLinks('li'), h('li', { class: 'apart' }, h('a', { href: url('account/orders') }, t('nav.orders'))));
  return h(
    'dialog',
    { class: 'drawer start side-menu', id: 'side-menu', closedby: 'any', 'aria-label': t('nav.label') },
    h('div', { class: 'head' }, h('span', { class: 'wordmark' }, config.vendor?.name), close),
    h('nav', { class: 'scroll', 'aria-label': t('nav.label') }, links),
    h('div', { class: 'foot row' }, languageMenu(), themeMenu()),
  );
}
