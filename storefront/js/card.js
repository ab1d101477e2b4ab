// <orion-card>: one product on a shelf. Stands in an x-for over `product`; attribute `first` marks those in view at once.
import { url } from '/assets/shared/js/config.js';
import { h, icon } from '/assets/shared/js/dom.js';
import { number, t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { focus } from './page.js';

const PREVIEW = 'orion:preview';

class Card extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    this.classList.add('product-card');
    this.setAttribute('x-data', 'card(product)');
    this.append(this.frame(), this.words());
  }

  frame() {
    const picture = h('img', { ':src': 'picture.url', ':srcset': 'picture.srcset', sizes: '(width >= 48rem) 30vw, 50vw', alt: '', ':width': 'picture.width', ':height': 'picture.height', ':style': 'focus', ':loading': "eager ? 'eager' : 'lazy'", decoding: 'async' });
    const second = h('img', { class: 'second', ':src': 'other.url', alt: '', loading: 'lazy', decoding: 'async' });
    const badge = h('span', { class: 'flag', 'x-show': 'flag', 'x-text': 'flag', ':class': '{quiet: !product.inStock}' });
    const add = h(
      'button',
      { type: 'button', class: 'quick-add', 'x-show': 'quick', '@click': 'add()', ':aria-busy': 'busy', ':aria-label': "$t('card.add', {title: product.title})" },
      icon('plus'),
    );
    return h('div', { class: 'frame', ':style': 'ground' }, when('picture', picture), when('!picture', h('span', { class: 'no-picture' }, icon('image', 'large'))), when('other', second), badge, add);
  }

  words() {
    const title = h('a', { ':href': 'href', 'x-marks': 'title', '@click': 'keep()' });
    const was = h('s', { 'x-show': 'was', 'x-text': 'was' });
    const wasLabel = h('span', { class: 'visually-hidden', 'x-show': 'was' }, t('price.was'));
    const price = h('p', { class: 'price' }, h('span', { ':class': '{reduced: was}', 'x-text': 'price' }), wasLabel, was);
    const found = h('p', { class: 'found small muted', 'x-show': 'found', 'x-marks': 'found || []' });
    return h('div', { class: 'words' }, h('h3', {}, title), price, found);
  }
}

function when(condition, child) {
  const template = h('template', { 'x-if': condition });
  template.content.append(child);
  return template;
}

/** What a card knows about its product; also used where a product stands alone. */
export const cardData = (product) => ({
  busy: false,
  eager: false,
  href: url(`products/${product.slug}`),
  picture: product.media[0]?.url ? product.media[0] : null,
  other: product.media[1]?.url ? product.media[1] : null,
  price: priceText(product),
  was: wasText(product),
  flag: flagText(product),
  title: foundIn(product, ['title']) ?? [product.title],
  found: foundIn(product, ['brand', 'productType', 'description']),
  focus: focus(product.media[0]),

  init() {
    this.eager = this.$el.hasAttribute('first');
  },

  get ground() {
    return product.media[0]?.color ? { backgroundColor: product.media[0].color } : {};
  },

  /** One variant only: nothing to choose, so it can go into the cart from here. */
  get quick() {
    return product.inStock && product.variants.nodes.length === 1;
  },

  async add() {
    this.busy = true;
    if (await this.$store.cart.add(product.variants.nodes[0].id)) this.$store.drawer.open();
    this.busy = false;
  },

  /** Hands what is known to the product's page, which then starts with it instead of with grey boxes. */
  keep() {
    this.$root.querySelector('.frame img')?.style.setProperty('view-transition-name', 'product-picture');
    try {
      sessionStorage.setItem(PREVIEW, JSON.stringify(product));
    } catch {
      // the product's page loads it all anyway
    }
  },
});

/** The product that the card before this page was about, if it is this one. */
export function preview(slug) {
  try {
    const product = JSON.parse(sessionStorage.getItem(PREVIEW));
    return product?.slug === slug ? product : null;
  } catch {
    return null;
  }
}

// Where a search has found its words, as x-marks takes it; null where it has not, and where nobody searched.
const foundIn = ({ highlights = [] }, fields) => highlights.find(({ field }) => fields.includes(field))?.parts ?? null;

function priceText({ priceRange: { min, max } }) {
  return min.amount === max.amount ? money(min) : t('price.from', { price: money(min) });
}

function wasText({ variants: { nodes } }) {
  return nodes.length === 1 && nodes[0].compareAtPrice ? money(nodes[0].compareAtPrice) : '';
}

function flagText(product) {
  if (!product.inStock) return t('stock.soldOut');
  const part = reduction(product.variants.nodes[0]);
  return part ? t('price.reduced', { part }) : '';
}

/** "20 %" off the former price; nothing where there is none. */
export function reduction(variant) {
  if (!variant?.compareAtPrice) return '';
  const share = 1 - variant.price.amount / variant.compareAtPrice.amount;
  return share > 0.005 ? number(share, { style: 'percent', maximumFractionDigits: 0 }) : '';
}

export function defineCard() {
  customElements.define('orion-card', Card);
}

/** A grid of bones in the true size of the cards that come. */
export const bones = (count) => Array.from({ length: count }, (_, index) => index);
