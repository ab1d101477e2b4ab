// What the checkout asks of the graph beside the cart. A Go test parses each against the schema.
import { operation } from '/assets/shared/js/api-client.js';
import { CART, CART_PAYLOAD, MONEY, PICTURE } from './queries.js';

export const CART_BUYER = operation(
  `mutation CartBuyer($cartId: ID!, $input: CartBuyerInput!) { cartBuyerSet(cartId: $cartId, input: $input) { ...CartPayloadFields } }
  ${CART_PAYLOAD} ${CART} ${PICTURE} ${MONEY}`,
);

export const CART_ADDRESSES = operation(
  `mutation CartAddresses($cartId: ID!, $shipping: AddressInput!, $billing: AddressInput) {
    shipping: cartShippingAddressSet(cartId: $cartId, address: $shipping) { warnings { code message target } userErrors { code message path } }
    billing: cartBillingAddressSet(cartId: $cartId, address: $billing) { ...CartPayloadFields }
  }
  ${CART_PAYLOAD} ${CART} ${PICTURE} ${MONEY}`,
);

export const CART_DELIVERY = operation(
  `mutation CartDelivery($cartId: ID!, $handle: String!) {
    cartDeliveryOptionSet(cartId: $cartId, handle: $handle) { ...CartPayloadFields }
  }
  ${CART_PAYLOAD} ${CART} ${PICTURE} ${MONEY}`,
);

export const CART_NOTE = operation(
  `mutation CartNote($cartId: ID!, $note: String) { cartNoteSet(cartId: $cartId, note: $note) { ...CartPayloadFields } }
  ${CART_PAYLOAD} ${CART} ${PICTURE} ${MONEY}`,
);

export const CHECKOUT_COMPLETE = operation(
  `mutation CheckoutComplete($cartId: ID!, $input: CheckoutCompleteInput!) {
    checkoutComplete(cartId: $cartId, input: $input) {
      order { id number token }
      cart { ...CartFields }
      replayed
      nextAction { redirectUrl clientSecret }
      userErrors { code message path }
    }
  }
  ${CART} ${PICTURE} ${MONEY}`,
);
