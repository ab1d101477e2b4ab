// A picture's way: brought to the library, described, put on a shelf, seen in use; and a shelf that fills itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync, crc32 } from 'node:zlib';
import { press, signIn } from './vendor.mjs';
import { person, settle } from './watch.mjs';
import { words } from './words.mjs';

const NAME = `plate-${process.pid}.png`;
const SHELF = `Plates ${process.pid}`;

export function libraryJourneys() {
  test('a vendor brings a picture, describes it and puts it on a shelf', pictureJourney);
  test('a vendor grows a tree of categories and says what means the same', treeJourney);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
}

/** A picture of one colour that no other run has. */
function picture(side = 320) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2], 8);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(side * 3, Buffer.from([process.pid % 256, (process.pid >> 8) % 256, 140]))]);
  const rows = deflateSync(Buffer.concat(Array.from({ length: side }, () => line)));
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

async function pictureJourney() {
  const owner = await person('desktop');
  const { page } = owner;
  await page.goto('/vendor/lumiere/media');
  await signIn(owner, 'owner@lumiere.example');
  await page.locator('main header input[type="file"]').setInputFiles([
    { name: NAME, mimeType: 'image/png', buffer: picture() },
    { name: 'words.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') },
  ]);
  await page.locator('.queue li.failed').filter({ hasText: words('media.wrongType') }).waitFor();
  await page.locator('.queue li.done').filter({ hasText: NAME }).waitFor();
  await owner.seen('pictures, brought');
  await describePicture(owner);
  await shelve(owner);
  await page.goto(`/vendor/lumiere/media?q=${NAME}`);
  await page.locator('.tile-face').first().click();
  await page.locator('dialog[open] .usage a').filter({ hasText: SHELF }).waitFor();
  await owner.seen('a picture in use');
  await owner.leave();
}

async function describePicture(owner) {
  const { page } = owner;
  await page.locator('.queue li.done button').first().click();
  await page.locator('dialog[open] #field-alt').fill('Une assiette');
  await page.locator('.focal-point').focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.locator('dialog[open] .foot button.primary').click();
  await page.locator('.toast').filter({ hasText: words('media.saved', { name: NAME }) }).waitFor();
  await owner.seen('a picture, described');
  assert.match(await page.locator('.focal-point').getAttribute('aria-label'), /40/);
  await page.locator('dialog[open] .foot button').first().click();
}

async function shelve(owner) {
  const { page } = owner;
  await page.goto('/vendor/lumiere/collections');
  await press(page, 'collections.create');
  await page.fill('#field-title', SHELF);
  await page.locator('dialog[open] input[value="RULES"]').check();
  await owner.seen('a collection, to be made');
  await page.locator('dialog[open] button.primary').click();
  await page.waitForURL(/collections\/[^/]+$/);
  await page.locator('.goods-row li').first().waitFor();
  await owner.seen('a collection by rules');
  await press(page, 'collections.choosePicture');
  await page.locator('dialog[open] .tile-face').filter({ hasText: NAME }).click();
  await page.locator('.save-bar button.primary').click();
  await page.locator('.toast').filter({ hasText: words('collections.saved', { title: SHELF }) }).waitFor();
}

async function treeJourney() {
  const owner = await person('phone');
  const { page } = owner;
  await page.goto('/vendor/lumiere/categories');
  await signIn(owner, 'owner@lumiere.example');
  for (const title of ['Vaisselle', 'Lampes']) {
    await press(page, 'tree.create');
    await page.fill('#field-title', title);
    await page.locator('dialog[open] button.primary').click();
    await page.locator('tbody button.main').filter({ hasText: title }).waitFor();
    await settle(page);
  }
  await owner.seen('categories');
  await page.locator('[data-move]').last().press('ArrowUp');
  await page.waitForFunction(() => document.querySelector('tbody button.main').textContent === 'Lampes');
  await page.goto('/vendor/lumiere/search');
  await press(page, 'synonyms.add');
  await page.locator('[data-group]').last().fill('lampe, luminaire');
  await page.locator('form.panel button.primary').click();
  await page.locator('.toast').filter({ hasText: words('synonyms.saved') }).waitFor();
  await owner.seen('search report, with synonyms');
  await owner.leave();
}
