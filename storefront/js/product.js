import { setTitle } from '/assets/shared/js/app.js';
import { path } from '/assets/shared/js/config.js';
import { money } from '/assets/shared/js/money.js';
import { MAX_QUANTITY } from './cart.js';
import { preview, reduction } from './card.js';
import { find, ground, shape } from './page.js';
import { PRODUCT } from './queries.js';
import { startShop } from './shop.js';

const slug = path().split('/')[1];

// What the card before this page knew stands here at once. It knows two variants at most: a single one is all there are.
const known = preview(slug);
const onlyVariant = known?.variants.nodes.length === 1 ? known.variants.nodes : [];

startShop({
  productPage: () => ({
    phase: 'loading',
    failure: null,
    product: known,
    variants: onlyVariant,
    variantId: onlyVariant[0]?.id ?? null,
    quantity: 1,
    current: 0,
    busy: false,
    ground,

    init() {
      return this.retry();
    },

    retry() {
      return find(this, PRODUCT, { slug }, ({ shop }) => shop.product);
    },

    take(product) {
      this.product = product;
      this.variants = product.allVariants.nodes;
      const wanted = new URLSearchParams(location.search).get('variant');
      const fits = (test) => this.variants.find(test);
      this.variantId = (fits(({ id }) => id === wanted) ?? fits((variant) => variant.availableForSale) ?? this.variants[0])?.id ?? null;
      setTitle(product.title);
    },

    get pictures() {
      return (this.product?.media ?? []).filter((media) => media.url);
    },

    /** All pictures stand in the frame of the first, so that nothing jumps between them. */
    frame(picture) {
      return { ...ground(picture), ...shape(this.pictures[0]) };
    },

    get variant() {
      return this.variants.find(({ id }) => id === this.variantId) ?? null;
    },

    /** While variants are still on their way, the product as a whole has to do. */
    get available() {
      return this.variant ? this.variant.availableForSale : this.phase === 'loading' && this.product.inStock;
    },

    /** Whether there are forms to choose from that are not known yet. */
    get choosing() {
      return this.phase === 'loading' && this.variants.length === 0;
    },

    get price() {
      return money(this.variant?.price ?? this.product?.priceRange.min);
    },

    get was() {
      return this.off ? money(this.variant.compareAtPrice) : '';
    },

    get off() {
      return reduction(this.variant);
    },

    get paragraphs() {
      return (this.product?.description ?? '').split(/\n\s*\n/).filter((text) => text.trim());
    },

    get collection() {
      return this.product?.collections?.[0] ?? null;
    },

    get related() {
      return (this.collection?.products.nodes ?? []).filter((product) => product.id !== this.product.id).slice(0, 4);
    },

    choose(id) {
      this.variantId = id;
      const address = new URL(location.href);
      address.searchParams.set('variant', id);
      history.replaceState(null, '', address);
    },

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

    /** Brings a picture into view; from the thumbs and by the arrow keys. */
    show(index) {
      this.current = Math.min(this.pictures.length - 1, Math.max(0, index));
      const { track } = this.$refs;
      track.scrollTo({ left: track.clientWidth * this.current, behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    },

    /** A finger has moved the pictures. */
    seen() {
      const { track } = this.$refs;
      this.current = Math.round(track.scrollLeft / track.clientWidth);
    },

  }),
});
