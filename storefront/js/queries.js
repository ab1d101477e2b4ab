// What the shop asks of the graph beside its goods, on every page: navigation and cart. A Go test parses each against the schema.
import { operation } from '/assets/shared/js/api-client.js';

export const MONEY = `fragment MoneyFields on Money { amount currencyCode }`;

export const PICTURE = `fragment PictureFields on MediaFile { url srcset alt width height color }`;

export const CART = `fragment CartFields on Cart {
  id version totalQuantity email
  lines(first: 100) {
    nodes {
      id quantity
      unitPrice { ...MoneyFields }
      total { ...MoneyFields }
      variant { id title sku availableForSale product { id slug title featuredMedia { ...PictureFields } } }
    }
  }
  cost {
    subtotal { ...MoneyFields } discount { ...MoneyFields } shipping { ...MoneyFields } tax { ...MoneyFields } total { ...MoneyFields }
    taxIncluded taxes { rate tax { ...MoneyFields } }
  }
  discountCodes { code applicable message }
  discounts { title code amount { ...MoneyFields } }
  shippingAddress { firstName lastName company line1 line2 city postalCode countryCode phone }
  billingAddress { firstName lastName company line1 line2 city postalCode countryCode phone }
  note
  deliveryOptions {
    handle title description price { ...MoneyFields } kind leadTime { min max }
    pickupAddress { company line1 postalCode city } freeFrom { ...MoneyFields }
  }
  deliveryOption { handle title price { ...MoneyFields } }
  paymentMethods { handle title }
  requirements { code message path }
}`;

export const CART_PAYLOAD = `fragment CartPayloadFields on CartPayload {
  cart { ...CartFields }
  warnings { code message target }
  userErrors { code message path }
}`;

export const NAVIGATION = operation(
  `query Navigation {
    shop {
      collections(first: 20) { nodes { id slug title } } policies { kind }
      logo { url width height } holiday { from until message }
    }
  }`,
  { shared: true },
);

export const CART_READ = operation(
  `query Cart($id: ID!) { shop { cart(id: $id) { ...CartFields } } }
  ${CART} ${PICTURE} ${MONEY}`,
);

export const CART_CREATE = operation(
  `mutation CartCreate($input: CartCreateInput!) { cartCreate(input: $input) { ...CartPayloadFields } }
  ${CART_PAYLOAD} ${CART} ${PICTURE} ${MONEY}`,
);

export const CART_ADD = operation(
  `mutation CartAdd($cartId: ID!, $lines: [CartLineInput!]!) { cartLinesAdd(cartId: $cartId, lines: $lines) { ...CartPayloadFields } }
  ${CART_PAYLOAD} ${CART} ${PICTURE} ${MONEY}`,
);

export const CART_UPDATE = operation(
  `mutation CartUpdate($cartId: ID!, $lines: [CartLineUpdateInput!]!) {
    cartLinesUpdate(cartId: $cartId, lines: $lines) { ...CartPayloadFields }
  }
  ${CART_PAYLOAD} ${CART} ${PICTURE} ${MONEY}`,
);

export const CART_REMOVE = operation(
  `mutation CartRemove($cartId: ID!, $lineIds: [ID!]!) { cartLinesRemove(cartId: $cartId, lineIds: $lineIds) { ...CartPayloadFields } }
  ${CART_PAYLOAD} ${CART} ${PICTURE} ${MONEY}`,
);

export const CART_CODES = operation(
  `mutation CartCodes($cartId: ID!, $codes: [String!]!) { cartDiscountCodesSet(cartId: $cartId, codes: $codes) { ...CartPayloadFields } }
  ${CART_PAYLOAD} ${CART} ${PICTURE} ${MONEY}`,
);
