import { setTitle } from '/assets/shared/js/app.js';
import { path } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { number, t } from '/assets/shared/js/i18n.js';
import { money, priceRange } from '/assets/shared/js/money.js';
import { announce } from '/assets/shared/js/notify.js';
import { MAX_QUANTITY } from './cart.js';
import { preview, reduction } from './card.js';
import { gallery } from './gallery.js';
import { PRODUCT } from './goods-queries.js';
import { find } from './page.js';
import { defineRich, ready } from './rich.js';
import { startShop } from './shop.js';
import { swatches } from './swatches.js';
import { first, groups, named, nameOf, variantOf } from './variants.js';

const slug = path().split('/')[1];

// What the card before this page knew stands here at once. It knows two variants at most: a single one is all there are.
const known = preview(slug);
const onlyVariant = known?.variants.nodes.length === 1 ? known.variants.nodes : [];

// Steps that follow each other faster than this are one step for the Back button, as when arrow keys run through values.
const ONE_STEP = 1000;

startShop({ productPage: () => mix(loading(), choosing(), offer(), details(), gallery(), buying()) }, defineRich);

function loading() {
  return {
    phase: 'loading',
    failure: null,
    product: known,

    init() {
      addEventListener('popstate', () => this.readAddress());
      return this.retry();
    },

    retry() {
      return find(this, PRODUCT, { slug }, ({ shop }) => shop.product);
    },

    async take(product) {
      await ready();
      this.product = product;
      this.variants = product.allVariants.nodes;
      this.readAddress();
      setTitle(product.title);
    },

    get collection() {
      return this.product?.collections?.[0] ?? null;
    },

    get related() {
      return (this.collection?.products.nodes ?? []).filter((product) => product.id !== this.product.id).slice(0, 4);
    },
  };
}

// Which variant is meant. With options it is the one of the chosen values, of which there may be none.
function choosing() {
  let stepped = 0;
  return {
    variants: onlyVariant,
    variantId: onlyVariant[0]?.id ?? null,
    chosen: [],

    get variant() {
      return this.variants.find(({ id }) => id === this.variantId) ?? null;
    },

    /** Whether there are forms to choose from that are not known yet. */
    get unknown() {
      return this.phase === 'loading' && this.variants.length === 0;
    },

    get groups() {
      const options = this.product?.options ?? [];
      return groups(options, this.variants, this.chosen).map((group) => {
        const colours = swatches(options[group.index].values);
        return { ...group, swatches: Boolean(colours), items: group.items.map((item, at) => ({ ...item, paint: colours ? { backgroundColor: colours[at] } : {} })) };
      });
    },

    readAddress() {
      const variant = named(this.variants, new URLSearchParams(location.search).get('variant')) ?? first(this.variants);
      this.variantId = variant?.id ?? null;
      this.chosen = variant?.optionValues ?? [];
      this.$nextTick(() => this.showVariant());
    },

    /** Picks one value; the others stay. */
    pick(index, value) {
      this.chosen = this.chosen.with(index, value);
      const variant = variantOf(this.variants, this.chosen);
      if (variant) return this.choose(variant.id);
      this.variantId = null;
      announce(`${this.chosen.join(', ')}: ${t('stock.none')}`);
    },

    choose(id) {
      this.variantId = id;
      this.chosen = this.variant.optionValues;
      this.writeAddress();
      this.showVariant();
      announce(this.said);
    },

    /** All that changes with the variant, in one sentence. */
    get said() {
      return [this.variant.title, this.price, this.was && `${t('price.was')} ${this.was}`, t(this.stock.key)].filter(Boolean).join(', ');
    },

    writeAddress() {
      const address = new URL(location.href);
      address.searchParams.set('variant', nameOf(this.variants, this.variant));
      history[performance.now() - stepped < ONE_STEP ? 'replaceState' : 'pushState'](null, '', address);
      stepped = performance.now();
    },
  };
}

const STOCK = {
  IN_STOCK: { key: 'stock.in', text: 'product.promise', kind: 'in', icon: 'circle-check' },
  LOW_STOCK: { key: 'stock.few', text: 'product.promise', kind: 'few', icon: 'clock' },
  OUT_OF_STOCK: { key: 'stock.soldOut', text: 'product.goneText', kind: 'out', icon: 'circle-x' },
  NONE: { key: 'stock.none', text: 'product.noneText', kind: 'out', icon: 'ban' },
};

function offer() {
  return {
    /** While variants are still on their way, the product as a whole has to do. */
    get stock() {
      if (this.variant?.availability) return STOCK[this.variant.availability];
      if (this.phase === 'ready' && this.variants.length > 0) return STOCK.NONE;
      return this.product.inStock ? STOCK.IN_STOCK : STOCK.OUT_OF_STOCK;
    },

    get available() {
      if (this.variant) return this.variant.availableForSale;
      return this.phase === 'loading' && this.product.inStock;
    },

    get price() {
      if (this.variant) return money(this.variant.price);
      const { text, varies } = priceRange(this.product.priceRange);
      return varies ? t('price.from', { price: text }) : text;
    },

    get was() {
      return this.off ? money(this.variant.compareAtPrice) : '';
    },

    get off() {
      return reduction(this.variant);
    },

    /** Directive 98/6/EC, article 6a: beside a reduction stands the lowest price of the 30 days before it. */
    get prior() {
      return this.off && this.variant.priorPrice ? money(this.variant.priorPrice) : '';
    },
  };
}

function details() {
  return {
    /** [{name, text}] of what is known about the variant. */
    get specs() {
      const { product, variant } = this;
      const values = (product.options ?? []).map(({ name }, index) => [name, this.chosen[index]]);
      const kilos = variant?.weightGrams ? number(variant.weightGrams / 1000, { style: 'unit', unit: 'kilogram', maximumFractionDigits: 3 }) : '';
      return [
        [t('product.brand'), product.brand],
        [t('product.type'), product.productType],
        ...values,
        [t('product.weight'), kilos],
        [t('product.sku'), variant?.sku],
        [t('product.gtin'), variant?.gtin],
      ].flatMap(([name, text]) => (text ? [{ name, text }] : []));
    },
  };
}

function buying() {
  return {
    quantity: 1,
    busy: false,

    step(by) {
      this.setQuantity(this.quantity + by);
    },

    setQuantity(value) {
      this.quantity = Math.min(MAX_QUANTITY, Math.max(1, Math.trunc(Number(value)) || 1));
    },

    async buy() {
      if (!this.available || !this.variantId || this.busy) return;
      this.busy = true;
      if (await this.$store.cart.add(this.variantId, this.quantity)) this.$store.drawer.open();
      this.busy = false;
    },
  };
}
