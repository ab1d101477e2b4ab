// A vendor's way from a file to goods in the shop and their first order, and the other pages of the console.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, order, review } from './shop.mjs';
import { password, person, refuse, settle } from './watch.mjs';
import { words } from './words.mjs';

const ARTICLES = 12;

// Nothing else sells these, so that the test finds its own.
const GOODS = `Wandhaken ${process.pid}`;
const FEED = [
  'id,title,description,link,price,availability,quantity,brand',
  ...Array.from({ length: ARTICLES }, (_, i) => `${process.pid}-${i},${GOODS} Nr. ${i},"Aus Esche, geölt.",https://example.org/${i},${i + 5}.90 EUR,in_stock,8,Atelier`),
  `${process.pid}-bad,Ohne Preis,,https://example.org/bad,viel,in_stock,1,Atelier`,
].join('\n');

export function vendorJourneys() {
  test('a vendor imports a file, publishes from it and gets an order', importJourney);
  for (const look of ['desktop', 'phone']) test(`the vendor's other pages and states on a ${look}`, () => tour(look));
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

const press = (page, key, values) => page.locator('main').getByRole('button', { name: words(key, values), exact: true }).and(page.locator(':visible')).first().click();

async function importJourney() {
  const owner = await person('desktop');
  const { page } = owner;
  await page.goto('/vendor/alpine/marketplace/imports');
  await page.waitForURL('**/login?back=*');
  await owner.seen('login');
  await signIn(owner, 'owner@alpine.example');
  await page.waitForURL('**/marketplace/imports');
  await owner.seen('imports');

  await drop(page);
  await page.locator('.chosen-file').waitFor();
  await owner.seen('imports, file chosen');
  await press(page, 'imports.now');
  await page.waitForURL('**/marketplace/imports/*');
  await page.locator('.badge').filter({ hasText: words('importStatus.COMPLETED_WITH_ERRORS') }).waitFor();
  await page.locator('table.errors tbody tr').waitFor();
  await owner.seen('import');
  const figures = await page.locator('.figures .value').allTextContents();
  assert.deepEqual(figures.map(Number), [ARTICLES, 0, 0, 1]);

  await page.getByRole('link', { name: words('job.toBrowse') }).click();
  await select(owner);
  await publish(owner);
  const title = await sell();
  await page.goto('/vendor/alpine/orders');
  await settle(page);
  await owner.seen('orders');
  await page.locator('tbody a.main').first().click();
  await page.locator('table.lines tbody tr').filter({ hasText: title }).waitFor();
  await owner.seen('order');
  await owner.leave();
}

// A file that is let go of over the page.
async function drop(page) {
  const dataTransfer = await page.evaluateHandle((text) => {
    const transfer = new window.DataTransfer();
    transfer.items.add(new window.File([text], 'wandhaken.csv', { type: 'text/csv' }));
    return transfer;
  }, FEED);
  await page.dispatchEvent('.drop', 'drop', { dataTransfer });
}

async function select(owner) {
  const { page } = owner;
  await page.locator('[data-search]').fill(GOODS);
  await page.waitForFunction((count) => document.querySelectorAll('tbody tr').length === count, ARTICLES);
  await owner.seen('browse');
  await page.locator('tbody button.main').first().click();
  await page.locator('dialog[open] h2').waitFor();
  await owner.seen('staged product');
  await page.keyboard.press('Escape');
  await page.locator('thead input[type="checkbox"]').check();
  await owner.seen('browse, all chosen');
  await press(page, 'staged.select', { count: ARTICLES });
  await page.waitForFunction((text) => [...document.querySelectorAll('tbody .badge')].every((badge) => badge.textContent === text) || document.querySelectorAll('tbody tr').length === 0, words('stagedStatus.SELECTED'));
}

async function publish(owner) {
  const { page } = owner;
  await page.goto(`/vendor/alpine/marketplace/selected?q=${GOODS}`);
  await page.locator('tbody tr').nth(ARTICLES - 1).waitFor();
  await owner.seen('selected');
  await page.locator('thead input[type="checkbox"]').check();
  await page.locator('.bulk button.primary').click();
  await page.locator('main .notice.success').filter({ hasText: words('selected.published', { count: ARTICLES }) }).waitFor();
  await owner.seen('selected, published');
}

// Somebody finds the goods in the shop, which is German, and buys.
async function sell() {
  const buyer = await person('desktop');
  await buyer.page.goto(`/shop/alpine/search?q=${GOODS}`);
  await buyer.page.locator('orion-card h3 a').nth(ARTICLES - 1).waitFor();
  const title = await choose(buyer);
  await review(buyer);
  await order(buyer, { order: 'Zahlungspflichtig bestellen', thanks: 'Vielen Dank, Anne' });
  await buyer.leave();
  return title;
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
  await page.locator('.figures .value').first().waitFor();
  await owner.seen('dashboard');
  await at('products', 'tbody tr', 'products');
  await page.locator('tbody button.main').first().click();
  await page.locator('dialog[open] #field-title').waitFor();
  await owner.seen('product');
  await page.keyboard.press('Escape');
  await at('products?q=zzzz', '.empty', 'products, none found');
  await at('inventory', 'tbody tr', 'inventory');
  await at('orders', 'tbody tr', 'orders');
  await page.locator('tbody a.main').first().click();
  await page.locator('table.lines tbody tr').first().waitFor();
  await owner.seen('order');
  await at('orders/999999', '.empty', 'order that is not there');
  await at('marketplace/imports', 'tbody tr', 'imports');
  await page.locator('tbody a.main').first().click();
  await page.locator('.figures .value').first().waitFor();
  await owner.seen('import');
  await at('marketplace/browse', 'tbody tr', 'browse');
  await at('marketplace/selected', 'tbody tr', 'selected');
  await at('marketplace/selected?q=zzzz', '.empty', 'selected, none found');
  await at('set-password', '[role="alert"]', 'set password without a link');
  await refuse(owner, (operation) => !['TokenRefresh', 'SignIn'].includes(operation));
  for (const address of ['', 'products', 'orders', 'marketplace/imports']) await at(address, '[role="alert"]', `${address || 'dashboard'} without its graph`);
  await owner.leave();

  const staff = await person(look);
  await staff.page.goto('/vendor/papyrus/marketplace/imports');
  await signIn(staff, 'staff@papyrus.example');
  await staff.page.locator('main .empty').locator('visible=true').waitFor();
  await staff.seen('imports, for a small role');
  await staff.leave();
}
