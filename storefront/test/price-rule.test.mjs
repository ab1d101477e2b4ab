import assert from 'node:assert/strict';
import test from 'node:test';
import { reckon, units } from '../../admin-ui/js/price-rule.js';

const rule = (markup = '', surcharge = '', rounding = 'NONE') => ({ markup, surcharge, rounding });

// [fact, rule, the feed's price, decimals of the currency, the shop's price]: as the server's own table has them.
for (const [fact, made, feed, digits, want] of [
  ['no rule is no change', rule(), '19.99', 2, '19.99'],
  ['a markup', rule('12.5'), '10.00', 2, '11.25'],
  ['a decimal comma', rule('12,5'), '10,00', 2, '11.25'],
  ['half a cent is one', rule('0.5'), '1.00', 2, '1.01'],
  ['less than half a cent is none', rule('0.49'), '1.00', 2, '1.00'],
  ['a markup below zero takes off', rule('-90'), '10.00', 2, '1.00'],
  ['a surcharge comes after the markup', rule('10', '2.50'), '10.00', 2, '13.50'],
  ['never below zero', rule('', '-30'), '10.00', 2, '0.00'],
  ['no price gets no surcharge', rule('', '3'), '0', 2, '0.00'],
  ['up to the next .99', rule('', '', 'END_99'), '10.01', 2, '10.99'],
  ['what ends in .99 stays', rule('', '', 'END_99'), '10.99', 2, '10.99'],
  ['a whole amount goes up to its .99', rule('', '', 'END_99'), '11.00', 2, '11.99'],
  ['up to .95', rule('', '', 'END_95'), '10.96', 2, '11.95'],
  ['up to .90', rule('', '', 'END_90'), '0.01', 2, '0.90'],
  ['up to a whole amount', rule('', '', 'WHOLE'), '10.01', 2, '11.00'],
  ['three decimals end in .990', rule('', '', 'END_99'), '1.234', 3, '1.990'],
  ['no decimals are whole as they are', rule('10', '', 'END_99'), '2980', 0, '3278'],
]) test(`price rule: ${fact}`, () => assert.equal(reckon(made, feed, digits).price, want));

test('the steps between are told', () => {
  assert.deepEqual(reckon(rule('20', '1.50', 'END_95'), '100.00', 2), { marked: '120.00', added: '121.50', price: '121.95' });
});

test('what is no number is no price', () => {
  for (const text of ['', 'abc', '1e3', '--1', '1.234', '1,2,3']) assert.equal(units(text, 2), null, text);
  assert.equal(reckon(rule('a lot'), '10.00', 2), null);
  assert.equal(reckon(rule('', '0.005'), '10.00', 2), null);
});
