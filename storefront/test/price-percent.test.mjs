import assert from 'node:assert/strict';
import test from 'node:test';
import { percentOf, repriced } from '../../admin-ui/js/price-percent.js';

const variant = (amount, before = null) => ({ id: 'v', price: { amount }, compareAtPrice: before && { amount: before } });

// [fact, price, price before, percent, as a reduction, what is sent beside the id]: as the server's own table has them.
for (const [fact, price, before, percent, reduction, want] of [
  ['ten per cent more', '10.00', null, '10', false, { price: '11.00' }],
  ['ten per cent off', '19.99', null, '-10', false, { price: '17.99' }],
  ['half a cent is one', '0.15', null, '10', false, { price: '0.17' }],
  ['a comma, two decimals', '100.00', null, '-0,25', false, { price: '99.75' }],
  ['a currency without decimals', '1500', null, '-10', false, { price: '1350' }],
  ['as a reduction', '10.00', null, '-20', true, { price: '8.00', compareAtPrice: '10.00' }],
  ['a further reduction', '10.00', '12.00', '-20', true, { price: '8.00', compareAtPrice: '10.00' }],
  ['a price before stays while it is above', '10.00', '12.00', '10', false, { price: '11.00' }],
  ['one that is not above goes', '10.00', '11.00', '10', false, { price: '11.00', compareAtPrice: '' }],
  ['a rise is no reduction', '10.00', '12.00', '10', true, { price: '11.00', compareAtPrice: '' }],
]) {
  test(fact, () => assert.deepEqual(repriced(variant(price, before), percentOf(percent), reduction), { id: 'v', ...want }));
}

test('what prices cannot be changed by', () => {
  for (const text of ['', 'x', '-90.01', '1000.01', '1.234', '1e3']) assert.equal(percentOf(text), null, text);
  for (const text of ['-90', '1000', '0', ' 5 ']) assert.notEqual(percentOf(text), null, text);
});
