// A shop whose pages lie as files on a host of their own, and ask the platform for what they show.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { person, settle } from './watch.mjs';

const files = process.env.ORION_E2E_FILES;

export function staticJourneys() {
  for (const look of ['desktop', 'phone']) test(`the pages of a shop work from a host of files on a ${look}`, () => visit(look));
}

async function visit(look) {
  const who = await person(look, files);
  const { page } = who;
  await page.goto('/');
  await page.locator('orion-card h3 a').first().waitFor();
  await who.seen('home of files');
  const address = await page.locator('orion-card h3 a').first().getAttribute('href');
  assert.match(address, /^\/products\/[^/]+$/);
  await page.goto(address);
  await page.locator('#buy h1').waitFor();
  await who.seen('product of files');
  assert.ok(await page.locator('.track img').first().evaluate((picture) => picture.complete && picture.naturalWidth > 0), 'pictures come from the platform');
  await page.goto('/search?q=paper');
  await page.locator('orion-card mark').first().waitFor();
  await who.seen('search of files');
  await page.goto('/products/meridian-notebook');
  await page.locator('main fieldset').filter({ hasText: 'Colour' }).waitFor();
  await page.locator('button.primary:not([type="button"]):visible').last().click();
  await page.locator('#cart-drawer[open] .cart-lines li').waitFor();
  await settle(page);
  who.expect(/status of 404/);
  await page.goto('/nothing/of/the/kind');
  await page.locator('main .empty').waitFor();
  await who.leave();
}
