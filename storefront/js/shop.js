// Starts a page of the shop: shell, cart and the elements that all pages share.
import { start } from '/assets/shared/js/app.js';
import { cart } from './cart.js';
import { drawer } from './cart-view.js';
import { cardData, defineCard } from './card.js';
import { defineMarks } from './marks.js';
import { defineSearchField, searchFieldData } from './search-field.js';
import { ShopShell } from './shell.js';
import { shop } from './shop-map.js';

/** `define` adds the elements of some pages alone. */
export function startShop(pages, define = () => {}, stores = {}) {
  return start({
    pages: { card: cardData, searchField: searchFieldData, ...pages },
    shell: ShopShell,
    stores: { cart, drawer, shop, ...stores },
    define() {
      defineCard();
      defineMarks();
      defineSearchField();
      define();
    },
  });
}
