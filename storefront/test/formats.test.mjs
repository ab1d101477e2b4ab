import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answers } from './browser.mjs';

answers.push({ 'cart.items': { one: '{count} article', other: '{count} articles' }, 'price.from': 'dès {price}' });
const { loadCatalogues, t, ago } = await import('../shared/js/i18n.js');
const { money, isZero } = await import('../shared/js/money.js');
const { seconds } = await import('../shared/js/transport.js');
const { safeReturn, url } = await import('../shared/js/config.js');
await loadCatalogues(['/locales/']);

const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');

test('texts take the plural form of their language', () => {
  assert.equal(t('cart.items', { count: 0 }), '0 article');
  assert.equal(t('cart.items', { count: 1 }), '1 article');
  assert.equal(t('cart.items', { count: 2 }), '2 articles');
});

test('texts keep a placeholder that nobody fills, and a missing text shows its key', () => {
  assert.equal(t('price.from', {}), 'dès {price}');
  assert.equal(t('price.gone'), 'price.gone');
});

test('a value that looks like a placeholder is not filled again', () => {
  assert.equal(t('price.from', { price: '{price}' }), 'dès {price}');
});

test('money is formatted from the decimal string, without a float', () => {
  assert.match(plain(money({ amount: '1234.50', currencyCode: 'EUR' })), /^1[. ]234,50 €$/);
  assert.match(plain(money({ amount: '90071992547409.93', currencyCode: 'EUR' })), /409,93 €$/);
  assert.equal(money(null), '');
});

test('money of another currency says which', () => {
  assert.match(money({ amount: '5.00', currencyCode: 'USD' }), /USD$/);
});

test('no money and zero money are zero', () => {
  assert.ok(isZero(null) && isZero({ amount: '0.00' }) && !isZero({ amount: '0.01' }));
});

test('Retry-After comes in seconds or as a date', () => {
  assert.equal(seconds('7'), 7);
  assert.equal(seconds('Thu, 01 Jan 1970 00:00:10 GMT', 4000), 6);
  assert.equal(seconds(null), null);
});

test('the distance to an instant takes the largest unit that fits', () => {
  assert.match(ago(0, 90_000), /minute/);
  assert.match(ago(0, 26 * 3_600_000), /hier/);
});

test('addresses stand under the base and leave out what is empty', () => {
  assert.equal(url('products', { sort: 'price', q: '', page: null, tag: ['a', 'b'] }), '/shop/lumiere/products?sort=price&tag=a&tag=b');
  assert.equal(url(), '/shop/lumiere/');
});

test('a way back leads nowhere but into this shop', () => {
  assert.equal(safeReturn('/shop/lumiere/checkout?step=review'), '/shop/lumiere/checkout?step=review');
  for (const bad of ['https://evil.test/shop/lumiere/', '//evil.test/', '/shop/other/', '/shop/lumiere/../other/', 'javascript:alert(1)', '']) {
    assert.equal(safeReturn(bad), '/shop/lumiere/', bad);
  }
});
