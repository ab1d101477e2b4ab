import { gql } from '/assets/shared/js/api-client.js';
import { config } from '/assets/shared/js/config.js';
import { reduction } from './card.js';
import { HOME } from './goods-queries.js';
import { focus, ground, settle } from './page.js';
import { startShop } from './shop.js';

const SHELF = 8;

startShop({
  home: () => ({
    phase: 'loading',
    failure: null,
    tagline: config.vendor.tagline ?? '', // known before the first answer: nothing jumps
    hero: null,
    collections: [],
    fresh: [],
    offers: [],
    ground,
    focus,

    init() {
      return this.retry();
    },

    retry() {
      return settle(this, async () => {
        const { shop } = await gql(HOME);
        const goods = shop.products.nodes;
        this.collections = shop.collections.nodes;
        this.fresh = goods.slice(0, SHELF);
        this.offers = goods.slice(SHELF).filter((product) => product.inStock && reduction(product.variants.nodes[0])).slice(0, SHELF / 2);
        this.tagline = shop.tagline ?? '';
        this.hero = shop.hero?.url ? shop.hero : (goods.find((product) => product.media[0]?.url)?.media[0] ?? null);
      });
    },

    // Tiles stand in full rows of three or four. Where one is missing to four, "all products" takes its place.
    get across() {
      return [3, 6].includes(this.collections.length) ? 'three' : 'four';
    },

    get tiles() {
      const { length } = this.collections;
      return this.across === 'three' || length < 4 || length % 4 === 3 ? this.collections : this.collections.slice(0, length - (length % 4));
    },

    get lastTile() {
      return this.across === 'four' && this.collections.length % 4 === 3;
    },

    /** A collection that has something to say; the last, because the first has just been seen among the tiles. */
    get feature() {
      return this.collections.findLast((collection) => collection.description && collection.featuredMedia) ?? null;
    },
  }),
});
