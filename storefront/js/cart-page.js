import { gql } from '/assets/shared/js/api-client.js';
import { codes } from './cart-codes.js';
import './cart-lines.js';
import { IDEAS } from './goods-queries.js';
import { startShop } from './shop.js';

startShop({
  cartPage: () => ({
    ideas: [],
    refused: false,

    async init() {
      await this.$store.cart.load();
      if (this.$store.cart.empty) await this.suggest();
    },

    async suggest() {
      try {
        const { shop } = await gql(IDEAS);
        this.ideas = shop.products.nodes;
      } catch (error) {
        // An empty cart without ideas is still an empty cart.
        if (error.name !== 'ApiError') throw error;
      }
    },

    /** Says why instead of going on with something that cannot be bought. */
    guard(event) {
      this.refused = this.$store.cart.blocked;
      if (this.refused || this.$store.shop.closed) event.preventDefault();
    },
  }),
}, undefined, { codes });
