import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addOption, addValue, changes, faults, lowest, removeOption, removeValue, sheet, spread } from '../../admin-ui/js/variant-matrix.js';

const only = { key: 'v1', id: 'v1', optionValues: [], sku: 'CUP', price: '10.00', compareAtPrice: '', cost: '', gtin: '', weightGrams: '', mediaId: '' };
const single = { options: [], cells: [only] };
const names = ({ cells }) => cells.map(({ optionValues }) => optionValues.join('/'));

test('the variant there is takes the first value, the others become its sisters', () => {
  const state = addOption(single, 'Colour', ['red', 'blue']);
  assert.deepEqual(names(state), ['red', 'blue']);
  assert.equal(state.cells[0].id, 'v1');
  assert.equal(state.cells[1].id, null);
  assert.equal(state.cells[1].price, '10.00');
  assert.equal(state.cells[1].sku, '', 'a sku belongs to one');
});

test('a value more stands with each combination of the others, in order', () => {
  const two = addOption(addOption(single, 'Colour', ['red', 'blue']), 'Size', ['S', 'M']);
  assert.deepEqual(names(addValue(two, 0, 'green')), ['red/S', 'red/M', 'blue/S', 'blue/M', 'green/S', 'green/M']);
  assert.deepEqual(names(removeValue(two, 1, 'M')), ['red/S', 'blue/S']);
  assert.deepEqual(names(removeOption(two, 1)), ['red', 'blue']);
});

test('the last value takes its option with it', () => {
  const state = removeValue(addOption(single, 'Colour', ['red']), 0, 'red');
  assert.deepEqual(state.options, []);
  assert.equal(state.cells[0].id, 'v1');
});

test('rows that stay are updated with what differs alone', () => {
  const { update, set, rows } = changes({ options: [], cells: [{ ...only, price: '9,50', weightGrams: '' }] }, { options: [], cells: [{ ...only, weightGrams: '200' }] });
  assert.deepEqual(update, [{ id: 'v1', price: '9.50', weightGrams: -1 }]);
  assert.equal(set, undefined);
  assert.deepEqual(rows, ['v1']);
});

test('rows that come are set with all the others', () => {
  const { set } = changes(addOption(single, 'Colour', ['red', 'blue']), single);
  assert.deepEqual(set, [{ id: 'v1', optionValues: ['red'] }, { optionValues: ['blue'], price: '10.00' }]);
});

test('what cannot be sent is found at its column', () => {
  assert.deepEqual(faults(only), {});
  assert.deepEqual(Object.keys(faults({ ...only, price: '', cost: 'x', weightGrams: '1.5' })), ['cost', 'price', 'weightGrams']);
});

test('a column of a sheet goes down from the field it is pasted into', () => {
  assert.equal(sheet('12'), null);
  const rows = sheet('1\t2\r\n3\t4\r\n');
  assert.deepEqual(rows, [['1', '2'], ['3', '4']]);
  assert.deepEqual(spread(rows, { row: 1, column: 'b' }, ['a', 'b'], 2), [{ row: 1, column: 'b', value: '1' }]);
});

test('the price that held thirty days ago counts, older ones do not', () => {
  const day = 86400000;
  const now = Date.parse('2026-11-29T00:00:00Z');
  const at = (days, amount) => ({ createdAt: new Date(now - days * day).toISOString(), price: { amount } });
  assert.equal(lowest([at(2, '8.00'), at(10, '12.00'), at(40, '7.00'), at(90, '5.00')], now).amount, '7.00');
  assert.equal(lowest([], now), null);
});
