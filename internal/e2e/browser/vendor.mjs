// The pages of a vendor's console, full, empty and without their graph.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { password, person, refuse, settle } from './watch.mjs';
import { words } from './words.mjs';

export function vendorJourneys() {
  for (const look of ['desktop', 'phone']) test(`the vendor's other pages and states on a ${look}`, () => tour(look));
  for (const look of ['desktop', 'phone']) test(`an order is sent in part, and a note kept of who bought it, on a ${look}`, () => sendPart(look));
  for (const look of ['desktop', 'phone']) test(`goods can be picked up at a place that is named on a ${look}`, () => pickUp(look));
}

/** Signs in where a console asks for it, and is back at the page that was wanted. */
export async function signIn({ page }, email, secret = password) {
  await page.locator('#field-email').waitFor();
  await page.fill('#field-email', email);
  await page.fill('#field-password', secret);
  await page.getByRole('button', { name: words('login.signIn'), exact: true }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/login'));
  await settle(page);
}

/** Presses the visible button with these words. */
export const press = (page, key, values) => page.locator('main').getByRole('button', { name: words(key, values), exact: true }).and(page.locator(':visible')).first().click();

// All orders of the demo's customer are of two lines or more; each look takes one of its own.
async function sendPart(look) {
  const owner = await person(look);
  const { page } = owner;
  await page.goto('/vendor/papyrus/orders?view=send&q=customer%40papyrus.example');
  await signIn(owner, 'owner@papyrus.example');
  await page.locator('tbody a.main').nth(look === 'phone' ? 1 : 0).click();
  await page.locator('table.lines tbody tr').first().waitFor();
  await press(page, 'order.send');
  await page.locator('dialog[open] input[type="number"]').first().fill('0');
  await page.fill('#carrier', 'Post Luxembourg');
  await owner.seen('order, what to send of it');
  await page.locator('dialog[open] button.primary').click();
  await page.locator('.detail-head').getByText(words('deliveryStatus.PARTIALLY_FULFILLED'), { exact: true }).waitFor();
  await press(page, 'order.editTracking');
  await page.fill('#followed-url', 'http://post.example/1');
  await page.locator('dialog[open] button.primary').click();
  await page.locator('dialog[open] .field-error').locator('visible=true').waitFor();
  await owner.seen('order, its tracking refused');
  await page.fill('#followed-url', 'https://post.example/1');
  await page.locator('dialog[open] button.primary').click();
  await page.locator('a[href="https://post.example/1"]').waitFor();
  await owner.seen('order, sent in part');
  await page.getByRole('link', { name: words('order.toCustomer'), exact: true }).click();
  await page.locator('#note').waitFor();
  const note = `Likes to be rung up before noon (${look})`;
  await page.fill('#note', note);
  await press(page, 'order.addNote');
  await page.locator('.timeline li').getByText(note, { exact: true }).waitFor();
  await page.waitForFunction(() => document.querySelector('#note').value === '');
  await owner.seen('customer, with a note');
  await owner.leave();
}

async function pickUp(look) {
  const owner = await person(look);
  const { page } = owner;
  const title = `The workshop (${look})`;
  await page.goto('/vendor/papyrus/settings/delivery');
  await signIn(owner, 'owner@papyrus.example');
  await owner.seen('delivery');
  await page.locator('main button:visible').filter({ hasText: words('delivery.methodAdd') }).first().click();
  const drawer = page.locator('dialog[open]');
  await drawer.locator('#field-title_en').fill(title);
  await drawer.locator('#field-kind').selectOption('PICKUP');
  await drawer.locator('summary').click();
  await page.fill('#field-description_en', 'By appointment only');
  await drawer.locator('.tier input:visible').fill('0');
  await page.fill('#field-pickup_company', 'The workshop');
  await drawer.locator('button.primary').click();
  await drawer.locator('#field-pickup_line1[aria-invalid="true"]').waitFor();
  await owner.seen('delivery, a place without its address');
  for (const [name, value] of Object.entries({ firstName: 'Clara', lastName: 'Reuter', line1: '3, rue du Vieux Moulin', postalCode: '2999', city: 'Luxembourg' })) await page.fill(`#field-pickup_${name}`, value);
  await drawer.locator('button.primary').click();
  await page.locator('.ways').getByText(title, { exact: true }).click();
  await page.getByRole('button', { name: words('delivery.methodEditAction', { title }), exact: true }).click();
  assert.equal(await page.inputValue('#field-description_en'), 'By appointment only');
  assert.equal(await page.inputValue('#field-pickup_line1'), '3, rue du Vieux Moulin');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: words('delivery.methodDeleteAction', { title }), exact: true }).click();
  await page.locator('dialog[open] button.danger').click();
  await page.locator('.ways').getByText(title, { exact: true }).waitFor({ state: 'detached' });
  await owner.leave();
}

async function tour(look) {
  const owner = await person(look);
  const { page } = owner;
  const at = async (address, selector, name) => {
    await page.goto(`/vendor/papyrus/${address}`);
    await page.locator(selector).locator('visible=true').first().waitFor();
    await owner.seen(name);
  };
  await page.goto('/vendor/papyrus/');
  await page.locator('#field-email').waitFor();
  await owner.seen('login');
  await signIn(owner, 'owner@papyrus.example');
  await page.locator('[data-figure="sales"] .value').waitFor();
  await page.locator('.line-canvas canvas').waitFor();
  await owner.seen('dashboard');
  await press(page, 'period.90');
  await page.waitForURL('**/?days=90');
  await page.locator('.line-chart summary').click();
  await page.locator('.line-table tbody tr').nth(89).waitFor();
  await owner.seen('dashboard of 90 days, as a table');
  await press(page, 'period.1');
  await page.waitForURL('**/?days=1');
  await owner.seen('dashboard of today');
  await page.goto('/vendor/papyrus/?days=90');
  await page.locator('[data-figure="orders"] .value a').click();
  await page.waitForURL('**/orders?since=*');
  await page.locator('tbody tr').first().waitFor();
  await owner.seen('orders that make a figure');
  await at('products', 'tbody tr', 'products');
  await page.locator('thead input[type="checkbox"]').check();
  await owner.seen('products, chosen');
  await press(page, 'products.change');
  await owner.seen('products, changed at once');
  await page.keyboard.press('Escape');
  await press(page, 'grid.start');
  await page.locator('.grid-edit tbody input[inputmode]').first().waitFor();
  await owner.seen('products, written in');
  await press(page, 'grid.stop');
  await page.locator('tbody a.main').first().click();
  await page.locator('.product-form').waitFor();
  await owner.seen('product');
  await at('products?q=zzzz', '.empty', 'products, none found');
  await at('media', '.tile', 'pictures');
  await at('media?as=list', 'tbody tr', 'pictures, as a list');
  await at('media?q=zzzz', '.empty', 'pictures, none found');
  await page.goto('/vendor/papyrus/media');
  await page.locator('.tile-face').first().click();
  await page.locator('dialog[open] #field-alt').waitFor();
  await owner.seen('a picture');
  await at('payments', 'tbody tr', 'payments');
  await at('payments/ledger', 'tbody tr', 'ledger');
  await at('collections', 'tbody tr', 'collections');
  await page.locator('tbody a.main').first().click();
  await page.locator('.goods-list li').first().waitFor();
  await owner.seen('collection');
  await at('collections/nobody', '.empty', 'collection that is not there');
  await at('categories', '.empty, tbody tr', 'categories');
  await at('search', '.empty, tbody tr', 'search report');
  await at('inventory', 'tbody tr', 'inventory');
  await page.locator('tbody button.main').first().click();
  await page.locator('dialog[open] #field-onHand').waitFor();
  await owner.seen('stock of a variant');
  await page.keyboard.press('Escape');
  await at('orders', 'tbody tr', 'orders');
  await page.locator('tbody a.main').first().click();
  await page.locator('table.lines tbody tr').first().waitFor();
  await owner.seen('order');
  await at('orders/999999', '.empty', 'order that is not there');
  await at('customers', 'tbody tr', 'customers');
  await at('customers?q=zzzz', '.empty', 'customers, none found');
  await at('customers/nobody', '.empty', 'customer that is not there');
  await at('marketplace/imports', 'tbody tr', 'imports');
  await page.locator('tbody a.main').first().click();
  await page.locator('.figures .value').first().waitFor();
  await owner.seen('import');
  await at('marketplace/browse', 'tbody tr', 'browse');
  await at('marketplace/selected', 'tbody tr', 'selected');
  await at('marketplace/selected?q=zzzz', '.empty', 'selected, none found');
  await at('marketplace/changes', '.empty', 'changes, none');
  await at('marketplace/config', 'tbody tr', 'sources');
  await page.locator('tbody a.main').first().click();
  await page.locator('#field-name').waitFor();
  await owner.seen('source');
  await at('marketplace/config/nobody', '.empty', 'source that is not there');
  await at('products', 'tbody tr', 'products');
  await page.locator('orion-exports > button').click();
  await page.locator('dialog[open] button.primary').click();
  await page.locator('dialog[open] .lines a').first().waitFor();
  await owner.seen('products, exported');
  await page.keyboard.press('Escape');
  await at('set-password', '[role="alert"]', 'set password without a link');
  await refuse(owner, (operation) => !['TokenRefresh', 'SignIn'].includes(operation));
  for (const address of ['', 'products', 'products/any', 'inventory', 'media', 'collections', 'categories', 'search', 'orders', 'orders/1001', 'customers', 'customers/any', 'marketplace/imports', 'marketplace/browse', 'marketplace/changes', 'marketplace/config']) await at(address, '[role="alert"]', `${address || 'dashboard'} without its graph`);
  await owner.leave();

  const staff = await person(look);
  await staff.page.goto('/vendor/papyrus/marketplace/imports');
  await signIn(staff, 'staff@papyrus.example');
  await staff.page.locator('main .empty').locator('visible=true').waitFor();
  await staff.seen('imports, for a small role');
  await staff.leave();
}
