// Somebody buys something of a shop, by the graph alone: for journeys that begin with an order.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { origin } from './watch.mjs';

const HOME = '{firstName: "Ada", lastName: "Reuter", line1: "1, rue du Test", city: "Luxembourg", postalCode: "L-1728", countryCode: "LU"}';

/** Places an order of one article, in German, to be paid by hand; returns it. */
export async function buy(shop, email) {
  const ask = async (query) => {
    const headers = { 'Content-Type': 'application/json', 'Orion-Vendor': shop, 'Accept-Language': 'de' };
    const { data, errors } = await (await fetch(`${origin}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })).json();
    assert.equal(errors, undefined, JSON.stringify(errors));
    return data;
  };
  const { shop: { products } } = await ask('{ shop { products(first: 5, where: {inStock: true}) { nodes { variants(first: 5) { nodes { id availableForSale } } } } } }');
  const variant = products.nodes.flatMap(({ variants }) => variants.nodes).find(({ availableForSale }) => availableForSale);
  const { cartCreate: { cart } } = await ask(`mutation { cartCreate(input: {lines: [{variantId: "${variant.id}", quantity: 1}]}) { cart { id } } }`);
  const { cartShippingAddressSet: { cart: at } } = await ask(`mutation {
    cartBuyerSet(cartId: "${cart.id}", input: {email: "${email}"}) { userErrors { code } }
    cartShippingAddressSet(cartId: "${cart.id}", address: ${HOME}) { cart { deliveryOptions { handle } } }
  }`);
  const { cartDeliveryOptionSet: { cart: ready } } = await ask(`mutation { cartDeliveryOptionSet(cartId: "${cart.id}", handle: "${at.deliveryOptions[0].handle}") { cart { cost { total { amount } } } } }`);
  const { checkoutComplete: { order, userErrors } } = await ask(`mutation {
    checkoutComplete(cartId: "${cart.id}", input: {idempotencyKey: "${randomUUID()}", expectedTotal: "${ready.cost.total.amount}", paymentMethod: "manual"}) {
      order { number } userErrors { code message }
    }
  }`);
  assert.deepEqual(userErrors, []);
  return order;
}
