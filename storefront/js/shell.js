// <orion-shell> of a shop. Plain by the attribute `bare`: checkout shows the logo and nothing else to click.
import { gql } from '/assets/shared/js/api-client.js';
import { config, path, url } from '/assets/shared/js/config.js';
import { h, icon } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { languageMenu, Shell, themeMenu } from '/assets/shared/js/shell.js';
import { session } from '/assets/shared/js/session.js';
import { recall, remember } from '/assets/shared/js/storage.js';
import { NAVIGATION } from './queries.js';
import { cartDrawer } from './cart-view.js';
import { searchField } from './search-field.js';

let asked;

// What the navigation leads to, asked for once a page.
function shopMap() {
  asked ??= gql(NAVIGATION).then(({ shop }) => {
    remember('collections', shop.collections.nodes);
    remember('policies', shop.policies.map(({ kind }) => kind));
    return shop;
  });
  return asked;
}

/** The shop's collections. */
export const shopCollections = async () => (await shopMap()).collections.nodes;

/** The collections as the page before knew them; null on a first visit. They are shown until the answer is there. */
export const knownCollections = () => recall('collections');

export class ShopShell extends Shell {
  header() {
    if (this.hasAttribute('bare')) return h('header', { class: 'masthead bare' }, h('div', { class: 'page bar' }, logo(), secure()));
    const bar = h('div', { class: 'page bar' }, menuButton(), logo(), searchField('search-top'), tools());
    return [h('header', { class: 'masthead' }, bar, navigation()), sideMenu(), cartDrawer()];
  }

  footer() {
    const law = h('div', { class: 'law' }, h('p', {}, config.vendor?.imprint || config.vendor?.name), h('p', {}, t('footer.prices')));
    if (this.hasAttribute('bare')) return h('footer', { class: 'colophon bare' }, h('div', { class: 'page stack' }, law, lawLinks({ target: '_blank' })));
    const links = h('ul', { class: 'links', 'x-data': 'navigation' }, link('products', t('nav.products')), collectionLinks('li'), link('cart', t('nav.cart')), link('account/orders', t('nav.orders')));
    const choices = h('div', { class: 'row prefs' }, languageMenu(), themeMenu());
    return h('footer', { class: 'colophon' }, h('div', { class: 'page columns' }, h('div', { class: 'stack' }, h('p', { class: 'wordmark' }, config.vendor?.name), law), h('nav', { 'aria-label': t('footer.label') }, links), choices), h('div', { class: 'page' }, lawLinks()));
  }
}

const logo = () => h('a', { class: 'wordmark', href: url() }, config.vendor?.name ?? 'Orion');

const secure = () => h('p', { class: 'secure' }, icon('lock'), t('checkout.secure'));

const link = (address, text) => h('li', {}, h('a', { href: url(address) }, text));

// Links to the texts of the law that the shop has; who sells stands in every shop.
function lawLinks(more = {}) {
  const each = h('template', { 'x-for': 'one in kinds', ':key': 'one' });
  each.content.append(h('li', {}, h('a', { ...more, ':href': "$url('legal/' + one)", 'x-text': "$t('legal.' + one)" })));
  return h('nav', { 'aria-label': t('footer.legal') }, h('ul', { class: 'legal-links', 'x-data': 'lawLinks' }, each));
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
  return h('nav', { class: 'shelves desk', 'aria-label': t('nav.label'), 'x-data': 'navigation' }, h('ul', { class: 'page' }, h('li', {}, all), collectionLinks('li')));
}

function collectionLinks(tag) {
  const each = h('template', { 'x-for': 'item in items', ':key': 'item.id' });
  each.content.append(h(tag, {}, h('a', { ':href': "$url('collections/' + item.slug)", ':aria-current': 'current(item)', 'x-text': 'item.title' })));
  return each;
}

function sideMenu() {
  const close = h('button', { type: 'button', class: 'button quiet icon-only', 'aria-label': t('action.close'), 'x-data': '', '@click': "$close('side-menu')" }, icon('x'));
  const links = h('ul', { class: 'links', 'x-data': 'navigation' }, link('products', t('nav.products')), collectionLinks('li'), h('li', { class: 'apart' }, h('a', { href: url('account/orders') }, t('nav.orders'))));
  return h(
    'dialog',
    { class: 'drawer start side-menu', id: 'side-menu', closedby: 'any', 'aria-label': t('nav.label') },
    h('div', { class: 'head' }, h('span', { class: 'wordmark' }, config.vendor?.name), close),
    h('nav', { class: 'scroll', 'aria-label': t('nav.label') }, links),
    h('div', { class: 'foot row' }, languageMenu(), themeMenu()),
  );
}

/** Alpine data of every place that lists the collections. */
export const navigationData = () => ({
  items: knownCollections() ?? [],

  async init() {
    try {
      this.items = await shopCollections();
    } catch (error) {
      // Navigation is a courtesy: the page itself says when the shop cannot be reached.
      if (error.name !== 'ApiError') throw error;
    }
  },

  current(item) {
    return path() === `collections/${item.slug}` ? 'page' : null;
  },
});

/** Alpine data of every place that lists the texts of the law. */
export const lawLinksData = () => ({
  found: recall('policies') ?? [],

  async init() {
    try {
      this.found = (await shopMap()).policies.map(({ kind }) => kind);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
    }
  },

  get kinds() {
    return [...this.found.map((kind) => kind.toLowerCase()), 'imprint'];
  },
});
