// A vendor's way from a file to goods in the shop and their first order: tried first, compared, imported, looked at,
// chosen, published; and from a file with columns that nobody knows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, order, review } from './shop.mjs';
import { press, signIn } from './vendor.mjs';
import { person, settle } from './watch.mjs';
import { words } from './words.mjs';

const ARTICLES = 12;

// Nothing else sells these, so that the test finds its own.
const GOODS = `Wandhaken ${process.pid}`;
const FEED = [
  'id,title,description,link,price,availability,quantity,brand',
  ...Array.from({ length: ARTICLES }, (_, i) => `${process.pid}-${i},${GOODS} Nr. ${i},"Aus Esche, geölt.",https://example.org/${i},${i + 5}.90 EUR,in_stock,8,Atelier`),
  `${process.pid}-bad,Ohne Preis,,https://example.org/bad,viel,in_stock,1,Atelier`,
].join('\n');

// A till's own file.
const TILL = `Kasse ${process.pid}`;
const LIST = ['Nummer;Was es ist;Betrag;Lagerbestand', 'K-1;Kerzenhalter;12,90;4', 'K-2;Teelicht;1,50;200'].join('\r\n');

export function marketplaceJourneys() {
  test('a vendor tries a file, imports it, publishes from it and gets an order', importJourney);
  test('a vendor says what the columns of an unknown file are', mappingJourney);
}

async function importJourney() {
  const owner = await person('desktop');
  const { page } = owner;
  await page.goto('/vendor/alpine/marketplace/imports');
  await page.waitForURL('**/login?back=*');
  await owner.seen('login');
  await signIn(owner, 'owner@alpine.example');
  await page.waitForURL('**/marketplace/imports');
  await owner.seen('imports');

  await drop(page, 'wandhaken.csv', FEED);
  await owner.seen('imports, file chosen');
  await press(page, 'imports.check');
  await page.waitForURL('**/marketplace/imports/*');
  await status(page, 'READY');
  assert.deepEqual(await figures(page), [ARTICLES, 0, 0, 1]);
  await owner.seen('import, tried');
  await page.getByRole('link', { name: `${words('diffView.CREATED')} ${ARTICLES}` }).click();
  await page.locator('.diff-rows tbody tr').nth(ARTICLES - 1).waitFor();
  await owner.seen('import, what it would do');

  await press(page, 'job.apply', { count: ARTICLES });
  await status(page, 'COMPLETED_WITH_ERRORS');
  assert.deepEqual(await figures(page), [ARTICLES, 0, 0, 1]);
  await page.reload();
  await page.locator('table.errors tbody tr').waitFor();
  await owner.seen('import, done');

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
async function drop(page, name, text) {
  await page.locator('.drop').waitFor();
  const dataTransfer = await page.evaluateHandle(([file, content]) => {
    const transfer = new window.DataTransfer();
    transfer.items.add(new window.File([content], file, { type: 'text/csv' }));
    return transfer;
  }, [name, text]);
  await page.dispatchEvent('.drop', 'drop', { dataTransfer });
  await page.locator('.chosen-file').waitFor();
}

const status = (page, code) => page.locator('.detail-head .badge').filter({ hasText: words(`importStatus.${code}`) }).first().waitFor();

const figures = async (page) => (await page.locator('.figures .value').allTextContents()).map(Number);

async function select(owner) {
  const { page } = owner;
  await page.locator('[data-search]').fill(GOODS);
  await page.waitForFunction((count) => document.querySelectorAll('tbody tr').length === count, ARTICLES);
  await owner.seen('browse');
  await page.locator('tbody button.main').first().click();
  await page.locator('dialog[open] .facts').first().waitFor();
  await owner.seen('staged product');
  await page.keyboard.press('Escape');
  // Space chooses, arrows move, and with shift they choose on the way.
  await page.locator('tbody input[type="checkbox"]').first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  assert.equal(await page.locator('tbody input:checked').count(), 2);
  await page.locator('thead input[type="checkbox"]').check();
  await owner.seen('browse, all chosen');
  await press(page, 'staged.select', { count: ARTICLES });
  await page.waitForFunction((text) => [...document.querySelectorAll('tbody .badge')].every((badge) => badge.textContent === text) || document.querySelectorAll('tbody tr').length === 0, words('stagedStatus.SELECTED'));
}

// One gets the team's own price, is published by hand, and the rest in the background.
async function publish(owner) {
  const { page } = owner;
  await page.goto(`/vendor/alpine/marketplace/selected?q=${GOODS}`);
  await page.locator('tbody tr:not(.group-head)').nth(ARTICLES - 1).waitFor();
  await owner.seen('selected');
  await page.locator('[data-edit]').first().click();
  await page.locator('.row-form input').nth(1).fill('4.20');
  await owner.seen('selected, a row written in');
  await page.locator('.row-form button.primary').click();
  await page.locator('.own').locator('visible=true').waitFor();
  await page.locator('tbody input[type="checkbox"]').first().check();
  await page.locator('.bulk button.primary').click();
  await page.locator('main .notice.success').filter({ hasText: words('selected.published', { count: 1 }) }).waitFor();
  await owner.seen('selected, one published');
  await press(page, 'selected.publishAll');
  await page.locator('[data-task].success').filter({ hasText: words('taskDone.PUBLISH', { count: ARTICLES - 1 }) }).waitFor();
  await owner.seen('selected, all published');
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

async function mappingJourney() {
  const owner = await person('desktop');
  const { page } = owner;
  await page.goto('/vendor/lumiere/marketplace/config?create=1');
  await signIn(owner, 'owner@lumiere.example');
  await page.locator('dialog[open] #field-name').fill(TILL);
  await page.selectOption('#field-format', 'CUSTOM');
  await owner.seen('new source');
  await page.locator('dialog[open] button.primary').click();
  await page.waitForURL('**/marketplace/imports?source=kasse-*');
  await drop(page, 'kasse.csv', LIST);
  await press(page, 'imports.check');
  await page.waitForURL('**/marketplace/imports/*');
  await status(page, 'AWAITING_MAPPING');
  await page.locator('.mapping select').nth(3).waitFor();
  for (const [at, field] of ['id', 'title', 'price', 'quantity'].entries()) await page.locator('.mapping select').nth(at).selectOption(field);
  await page.locator('table.preview tbody tr').filter({ hasText: 'Kerzenhalter' }).filter({ hasText: '12.90' }).waitFor();
  await owner.seen('import that waits for a mapping');
  await press(page, 'mapping.goOn');
  await status(page, 'READY');
  assert.deepEqual(await figures(page), [2, 0, 0, 0]);
  await press(page, 'job.apply', { count: 2 });
  await status(page, 'COMPLETED');

  // The source has kept it, and its form tells when somebody else was faster.
  await page.locator('.facts a').first().click();
  await page.locator('.mapping > li').nth(3).waitFor();
  await owner.seen('source with a mapping');
  const other = await page.context().newPage();
  await other.goto(page.url());
  await saveMarkup(other, '10');
  await saveMarkup(page, '20');
  await page.locator('form [role="alert"]').locator('visible=true').waitFor();
  await owner.seen('source that somebody else has changed');
  await page.getByRole('button', { name: words('conflict.ours') }).click();
  await page.waitForFunction(() => !document.querySelector('.save-bar').checkVisibility());
  await owner.leave();
}

async function saveMarkup(page, percent) {
  await page.locator('#field-markup').fill(percent);
  await page.locator('.save-bar button.primary').click();
  await settle(page);
}
