// The catalogue of a vendor: a product from its first word to the shop.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { press, signIn } from './vendor.mjs';
import { person } from './watch.mjs';
import { words } from './words.mjs';

export function catalogJourneys() {
  test('a product is made, gets variants and a picture, and is seen in the shop', making);
  test('the prices of ticked products are changed by percent, in all their forms', repricing);
}

async function repricing() {
  const owner = await person('desktop');
  const { page } = owner;
  await page.goto('/vendor/alpine/products?q=Talwind');
  await signIn(owner, 'owner@alpine.example');
  const row = page.locator('tbody tr').filter({ hasText: 'Regenjacke Talwind' });
  await row.locator('input[type="checkbox"]').check();
  await press(page, 'products.change');
  await page.fill('#change-percent', '10');
  await owner.seen('products, prices to be changed');
  await press(page, 'products.changeNow');
  await page.locator('.toast').filter({ hasText: words('products.changed', { count: 1 }) }).waitFor();
  await row.locator('a').first().click();
  await page.locator('.matrix tbody tr').nth(3).waitFor();
  const prices = await page.locator('.matrix tbody .in-price').evaluateAll((fields) => fields.map((field) => field.value));
  assert.deepEqual([...new Set(prices)].sort(), ['148.72', '185.90'], 'twelve forms, one of them reduced before');
  await owner.leave();
}

// From nothing to the shop: a draft, words, options, prices from a sheet, a picture of the library, published.
async function making() {
  const owner = await person('desktop');
  const { page } = owner;
  await page.goto('/vendor/papyrus/products');
  await signIn(owner, 'owner@papyrus.example');
  await press(page, 'products.create');
  await page.fill('#field-title', 'Paper Lantern');
  await page.fill('#field-price', '12.50');
  await owner.seen('product, begun');
  await press(page, 'products.createNow');
  await page.locator('.rich-area').click();
  await page.keyboard.type('Folds flat.');
  await option(page, 'Colour', 'Red, Blue');
  await option(page, 'Size', 'S, M');
  await pasted(page.locator('.matrix tbody tr').nth(1).locator('.in-price'), '13\t15\n14\t16\n');
  await press(page, 'pictures.fromLibrary');
  await page.locator('.picture-grid button').first().click();
  await owner.seen('product, choosing pictures');
  await press(page, 'pictures.done');
  await owner.seen('product, unsaved');
  await press(page, 'action.save');
  await page.locator('.save-bar').waitFor({ state: 'hidden' });
  assert.equal(await page.locator('.matrix tbody tr').nth(2).locator('.in-compareAtPrice').inputValue(), '16.00');
  await owner.seen('product, saved');
  await press(page, 'product.publish');
  await page.locator('dialog[open] .checks').waitFor();
  await owner.seen('product, what is missing');
  await page.locator('dialog[open]').getByRole('button', { name: words('product.publish'), exact: true }).click();
  await page.locator('.detail-head .badge.success').waitFor();
  await inShop(await page.locator('.detail-head a.button').getAttribute('href'));
  await owner.leave();
}

async function option(page, name, values) {
  await page.fill('#field-options', name);
  await page.fill('#option-values', values);
  await page.keyboard.press('Enter');
  await page.locator('.option-list h3').filter({ hasText: name }).waitFor();
}

const pasted = (field, text) => field.evaluate((element, sheet) => {
  const clipboardData = new window.DataTransfer();
  clipboardData.setData('text/plain', sheet);
  element.dispatchEvent(new window.ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}, text);

async function inShop(address) {
  const shopper = await person('desktop');
  await shopper.page.goto(address);
  await shopper.page.locator('main h1:visible').filter({ hasText: 'Paper Lantern' }).waitFor();
  await shopper.page.locator('main fieldset').filter({ hasText: 'Colour' }).waitFor();
  await shopper.leave();
}
