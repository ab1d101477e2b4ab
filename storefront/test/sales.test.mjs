import assert from 'node:assert/strict';
import test from 'node:test';
import { sales } from '../../admin-ui/js/sales.js';

const day = (amount, orders = 1) => ({ orders, total: { amount, currencyCode: 'EUR' } });

test('sales of days are added without rounding', () => {
  const sum = sales([day('0.10'), day('0.20', 2), day('9007199254740993.05')], 'EUR');
  assert.deepEqual(sum.total, { amount: '9007199254740993.35', currencyCode: 'EUR' });
  assert.equal(sum.orders, 4);
});

test('the average order is rounded to the smallest unit', () => {
  assert.equal(sales([day('10.00', 3)], 'EUR').average.amount, '3.33');
  assert.equal(sales([day('0.05', 2)], 'EUR').average.amount, '0.03');
});

test('a currency without decimals keeps none', () => {
  assert.equal(sales([day('1200'), day('34')], 'JPY').total.amount, '1234');
});

test('no orders come to nothing', () => {
  assert.equal(sales([day('0.00', 0)], 'EUR').average.amount, '0.00');
  assert.equal(sales.most([], 'EUR').amount, '0');
});
