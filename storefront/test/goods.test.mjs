import assert from 'node:assert/strict';
import test from 'node:test';
import './browser.mjs';

const { groups, named, nameOf, variantOf, first } = await import('../js/variants.js');
const { swatches } = await import('../js/swatches.js');
const { amount, BLANK, categoryRows, facetGroups, optionFilters, searchFilters } = await import('../js/facets.js');

const variant = (id, optionValues, availableForSale = true, sku = id) => ({ id, sku, optionValues, availableForSale });
const shirts = [variant('a', ['red', 'S'], false), variant('b', ['red', 'M']), variant('c', ['blue', 'S'])];
const options = [{ name: 'Colour', values: ['red', 'blue'] }, { name: 'Size', values: ['S', 'M'] }];

test('a variant is found by all of its values', () => {
  assert.equal(variantOf(shirts, ['red', 'M']).id, 'b');
  assert.equal(variantOf(shirts, ['blue', 'M']), null);
  assert.equal(variantOf(shirts, ['red']), null);
});

test('values say what becomes of picking them', () => {
  const [colour, size] = groups(options, shirts, ['blue', 'S']);
  assert.deepEqual(colour.items.map(({ value, state, chosen }) => [value, state, chosen]), [['red', 'gone', false], ['blue', 'here', true]]);
  assert.deepEqual(size.items.map(({ state }) => state), ['here', 'none']);
});

test('an address names a variant by number or id, and prefers the number', () => {
  assert.equal(named(shirts, 'c').id, 'c');
  assert.equal(named([variant('x', [], true, 'N-1')], 'N-1').id, 'x');
  assert.equal(named([variant('x', [], true, null)], null), null);
  assert.equal(nameOf([variant('x', [], true, 'N-1')], variant('x', [], true, 'N-1')), 'N-1');
  const twins = [variant('x', [], true, 'N-1'), variant('y', [], true, 'N-1')];
  assert.equal(nameOf(twins, twins[1]), 'y');
});

test('a page starts with what can be bought', () => {
  assert.equal(first(shirts).id, 'b');
  assert.equal(first([shirts[0]]).id, 'a');
  assert.equal(first([]), null);
});

test('samples are shown for colours alone', () => {
  assert.equal(swatches(['Rouge', ' noir']).length, 2);
  assert.equal(swatches(['red', 'L']), null);
  assert.equal(swatches([]), null);
});

for (const [text, want] of [['12,50', '12.50'], [' 7 ', '7'], ['1.234', ''], ['abc', ''], ['-1', '']]) {
  test(`amount: ${JSON.stringify(text)}`, () => assert.equal(amount(text), want));
}

test('what is not asked for is no filter', () => {
  assert.deepEqual(searchFilters(BLANK), {});
  assert.deepEqual(searchFilters({ ...BLANK, from: 'x' }, 'coll_1'), { collection: 'coll_1' });
});

test('filters become what the graph takes', () => {
  const chosen = { ...BLANK, category: 'cat_1', brand: ['A'], option: ['Size:S', 'Size:M'], from: '5', to: '9,50', stock: true };
  assert.deepEqual(searchFilters(chosen), { category: 'cat_1', brand: ['A'], options: [{ name: 'Size', values: ['S', 'M'] }], price: { gte: '5', lte: '9.50' }, inStock: true });
});

test('an option keeps a colon in its value', () => {
  assert.deepEqual(optionFilters(['Ratio:16:9']), [{ name: 'Ratio', values: ['16:9'] }]);
});

const value = (text, count, selected = false) => ({ value: text, label: text, count, selected });

test('values that nothing is left of stay, and cannot be picked', () => {
  const whole = [{ key: 'brand', label: 'Brand', values: [value('A', 3), value('B', 2)] }, { key: 'inStock', label: 'Stock', values: [value('true', 5)] }];
  const [brand, ...rest] = facetGroups(whole, [{ key: 'brand', label: 'Brand', values: [value('A', 1)] }], BLANK, []);
  assert.deepEqual(brand.items.map(({ label, count, idle }) => [label, count, idle]), [['A', 1, false], ['B', 0, true]]);
  assert.equal(rest.length, 0);
});

test('a value that is chosen can always be taken back', () => {
  const whole = [{ key: 'option:Size', label: 'Size', values: [value('S', 1)] }];
  const [size] = facetGroups(whole, [], { ...BLANK, option: ['Size:S'] }, []);
  assert.deepEqual(size.items[0], { name: 'option', value: 'Size:S', label: 'S', count: 0, selected: true, idle: false });
});

test('a long group is cut until it is opened', () => {
  const whole = [{ key: 'tag', label: 'Tag', values: Array.from({ length: 12 }, (_, n) => value(`t${n}`, 1)) }];
  assert.deepEqual([facetGroups(whole, whole, BLANK, [])[0].items.length, facetGroups(whole, whole, BLANK, [])[0].more], [8, 12]);
  assert.deepEqual([facetGroups(whole, whole, BLANK, ['tag'])[0].items.length, facetGroups(whole, whole, BLANK, ['tag'])[0].more], [12, 0]);
});

test('the tree opens along what is chosen', () => {
  const tree = [{ id: 'a', title: 'A', parentId: null }, { id: 'b', title: 'B', parentId: 'a' }, { id: 'c', title: 'C', parentId: null }, { id: 'd', title: 'D', parentId: null }];
  const whole = [{ key: 'category', label: 'Category', values: [value('a', 3), value('b', 2), value('c', 1)] }];
  const rows = (chosen) => categoryRows(tree, whole, whole, chosen).map(({ id, depth }) => id + depth);
  assert.deepEqual(rows(''), ['a0', 'c0']);
  assert.deepEqual(rows('a'), ['a0', 'b1', 'c0']);
  assert.deepEqual(rows('b'), ['a0', 'b1', 'c0']);
});
