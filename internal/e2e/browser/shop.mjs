// A customer's way from the door to the confirmation, and the shop's pages in the states beside it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { person, refuse, settle } from './watch.mjs';

const BUYER = { firstName: 'Anne', lastName: 'Weber', line1: '1, rue de la Gare', postalCode: '1728', city: 'Luxembourg' };
const BILLED = { firstName: 'Anne', lastName: 'Weber', company: 'Weber & Fils', line1: '8, route d’Arlon', city: 'Luxembourg' };

// The shops' own languages differ, so each journey is in one of its own.
const JOURNEYS = [
  { shop: 'papyrus', look: 'desktop', language: 'en', order: 'Order with obligation to pay', thanks: 'Thank you, Anne' },
  { shop: 'lumiere', look: 'phone', language: 'fr', order: 'Commander avec obligation de paiement', thanks: 'Merci, Anne' },
];

export function shopJourneys() {
  for (const journey of JOURNEYS) {
    test(`a customer buys in ${journey.language} on a ${journey.look}`, async () => {
      const who = await person(journey.look);
      await who.page.goto(`/shop/${journey.shop}/`);
      assert.equal(await who.page.getAttribute('html', 'lang'), journey.language);
      await browse(who);
      await choose(who);
      await review(who);
      await order(who, journey);
      await who.leave();
    });
  }
  for (const look of ['desktop', 'phone']) test(`the shop's other pages and states on a ${look}`, () => states(look));
  for (const look of ['desktop', 'phone']) test(`a visitor types into the search field on a ${look}`, () => suggest(look));
  test('a visitor looks closely at pictures', closely);
  test('a visitor chooses a language', language);
  test('a customer signs in and sees the orders', account);
}

export async function browse(who) {
  const { page } = who;
  await page.locator('orion-card h3 a').first().waitFor();
  await who.seen('home');
  await page.locator('.hero a.button').click();
  await page.waitForURL('**/products');
  await who.seen('products');

  if (who.phone) await page.locator('.results .bar button.phone').click();
  const form = page.locator(who.phone ? '#filter-sheet form' : 'aside.filters form');
  await form.locator('.check:not(.idle) input[type="checkbox"]').first().check();
  await form.locator('fieldset').last().locator('input[type="checkbox"]').check();
  await page.waitForURL(/brand=.*stock=1/);
  if (who.phone) await who.seen('filters');
  if (who.phone) await page.locator('#filter-sheet .foot button.primary').click();
  await who.seen('products, filtered');
  assert.equal(await page.locator('.chips .chip').count(), 2);
}

export async function choose(who) {
  const { page } = who;
  const card = page.locator('main .cards:visible orion-card h3 a').first();
  const title = await card.textContent();
  await card.click();
  await page.waitForURL('**/products/*');
  await page.locator('#buy h1').waitFor();
  assert.equal(await page.locator('#buy h1').textContent(), title);
  await who.seen('product');
  await page.locator('button.primary:not([type="button"]):visible').last().click();
  await page.locator('#cart-drawer[open] .cart-lines li').waitFor();
  await who.seen('drawer');
  await page.locator('#cart-drawer a[href$="/cart"]').click();
  await page.waitForURL('**/cart');
  return title;
}

export async function review(who) {
  const { page } = who;
  const total = page.locator('main .summary dd.sum');
  await total.waitFor();
  await who.seen('cart');
  const before = await total.textContent();
  await page.locator('main .stepper button').last().click();
  await page.waitForFunction((text) => document.querySelector('main .summary dd.sum').textContent !== text, before);
  assert.equal(await page.locator('main .stepper input').inputValue(), '2');
  await page.locator('main .summary a.button.primary').click();
  await page.waitForURL('**/checkout*');
}

/** Says who buys, where it goes and how: up to the choice of how to pay. */
export async function arrange(who) {
  const { page } = who;
  const next = page.locator('.step.open form button.primary');
  const open = (step) => page.locator(`.step.open #step-${step}`).waitFor();
  await open('contact');
  await next.click(); // nothing is filled in: the form says so
  await page.locator('.step.open [data-summary]').waitFor();
  await who.seen('checkout, contact missing');
  await page.fill('#field-email', 'anne@example.org');
  await next.click();

  await open('address');
  for (const [name, value] of Object.entries(BUYER)) if (name !== 'postalCode') await page.fill(`#field-${name}`, value);
  await page.fill('#field-postalCode', 'not a code');
  await page.selectOption('#field-countryCode', 'LU');
  await next.click();
  await page.locator('#field-postalCode[aria-invalid="true"]').waitFor();
  await who.seen('checkout, wrong address');
  await page.fill('#field-postalCode', BUYER.postalCode);
  await page.locator('.step.open .check input').check();
  for (const [name, value] of Object.entries(BILLED)) await page.fill(`#field-billing_${name}`, value);
  await page.fill('#field-billing_postalCode', 'nor this');
  await next.click();
  await page.locator('#field-billing_postalCode[aria-invalid="true"]').waitFor();
  await who.seen('checkout, wrong billing address');
  await page.fill('#field-billing_postalCode', '1140');
  await next.click();

  await open('delivery');
  await who.seen('checkout, delivery');
  await next.click();
  await open('payment');
}

export async function order(who, { order: words, thanks }) {
  const { page } = who;
  const next = page.locator('.step.open form button.primary');
  await arrange(who);
  await page.locator('.step.open input[type="radio"]').first().check();
  await who.seen('checkout, payment');
  await next.click();
  await page.locator('.step.open #step-review').waitFor();
  await page.fill('#note', 'Please ring twice');
  await who.seen('checkout, review');
  assert.equal((await next.textContent()).trim(), words);
  await next.click();
  await page.waitForURL('**/orders/*');
  await page.locator('main h1').filter({ hasText: thanks }).waitFor();
  await page.locator('address').getByText(BILLED.company, { exact: true }).waitFor();
  await page.locator('main dd').getByText('Please ring twice', { exact: true }).waitFor();
  await who.seen('order');
  await page.reload();
  await page.locator('.order-page .cart-lines li').waitFor();
}

async function states(look) {
  const who = await person(look);
  const { page } = who;
  const at = async (address, selector, name) => {
    await page.goto(`/shop/papyrus/${address}`);
    await page.locator(selector).locator('visible=true').first().waitFor();
    await who.seen(name);
  };
  await at('cart', '.empty', 'empty cart');
  await at('checkout', '.empty', 'empty checkout');
  await at('search?q=paper', 'orion-card mark', 'search');
  await at('search?q=zzzz', '.empty .chips', 'search without result');
  await at('products?brand=Quill+%26+Vale&from=9999', '.empty', 'filters that leave nothing');
  await at('products?shown=48', '.pager a', 'more products');
  await page.locator('.pager a').click();
  await page.waitForURL(/shown=72/);
  await who.seen('all products');
  await at('account/login', '#field-email', 'sign in');
  const link = await page.locator('footer a[href*="/collections/"]').first().getAttribute('href');
  await at(link.replace('/shop/papyrus/', ''), 'orion-card', 'collection');
  const goods = (await page.locator('main orion-card h3 a').first().getAttribute('href')).replace('/shop/papyrus/', '');
  who.expect(/status of 404/);
  await at('products/nothing-of-the-kind', '.empty', 'product that is not there');
  await at('orders/nothing-of-the-kind', '.empty', 'order that is not there');
  await at('nothing/of/the/kind', '.empty', 'page that is not there');
  await refuse(who);
  for (const address of ['', 'products', goods]) await at(address, '[role="alert"]', `${address || 'home'} without its graph`);
  await who.leave();
}

async function suggest(look) {
  const who = await person(look);
  const { page } = who;
  await page.goto(`/shop/papyrus/${who.phone ? 'search' : ''}`);
  await settle(page);
  const field = page.locator(who.phone ? '#search-page' : '#search-top');
  await field.pressSequentially('paper');
  const panel = page.locator('.suggestions:visible');
  await panel.getByRole('option', { name: /“paper”/ }).waitFor();
  await who.seen('suggestions');
  await field.press('Escape');
  assert.equal(await field.getAttribute('aria-expanded'), 'false');
  await field.press('ArrowDown');
  await panel.waitFor();
  await field.press('ArrowUp');
  const last = await field.getAttribute('aria-activedescendant');
  assert.equal(await page.locator(`#${last}`).getAttribute('aria-selected'), 'true');
  await field.press('Enter');
  await page.waitForURL('**/search?q=paper');
  await page.locator('orion-card').first().waitFor();
  await field.fill('');
  await field.blur();
  await field.focus();
  await panel.getByRole('option', { name: 'paper' }).waitFor(); // what was searched for before
  await who.seen('recent searches');
  await who.leave();
}

async function closely() {
  const who = await person('phone');
  const { page } = who;
  await page.goto('/shop/papyrus/products');
  await page.locator('main .cards:visible orion-card h3 a').first().click();
  await page.locator('.track button.frame').first().click();
  await page.locator('#zoom[open]').waitFor();
  await who.seen('zoom');
  await page.locator('#zoom .look').click();
  assert.equal(await page.locator('#zoom .look').getAttribute('aria-pressed'), 'true');
  await page.keyboard.press('Escape');
  await page.locator('#zoom').waitFor({ state: 'hidden' });
  await who.leave();
}

async function language() {
  const who = await person('desktop');
  const { page } = who;
  await page.goto('/shop/alpine/products');
  await settle(page);
  assert.equal(await page.getAttribute('html', 'lang'), 'de');
  await who.seen('products in German');
  await page.locator('header button[popovertarget]').filter({ hasText: 'DE' }).click();
  await page.locator('.menu:popover-open button').filter({ hasText: 'English' }).click();
  await page.waitForFunction(() => document.documentElement.lang === 'en');
  await who.seen('products in English');
  await who.leave();
}

async function account() {
  const who = await person('desktop');
  const { page } = who;
  await page.goto('/shop/alpine/account/login?lang=en');
  await page.fill('#field-email', 'customer@alpine.example');
  await page.fill('#field-password', 'not this one');
  await page.locator('main form button.primary').click();
  await page.locator('[data-summary]').locator('visible=true').waitFor();
  await who.seen('wrong password');
  await page.fill('#field-password', process.env.ORION_E2E_PASSWORD);
  await page.locator('main form button.primary').click();
  await page.waitForURL((url) => !url.pathname.endsWith('login'));
  await page.goto('/shop/alpine/account/orders');
  await page.locator('main a[href*="/orders/"]').first().waitFor();
  await who.seen('own orders');
  await page.goto('/shop/alpine/account/privacy');
  await page.locator('.sections summary').click();
  await page.locator('.sections details form button.danger').click();
  await page.locator('[data-summary]').locator('visible=true').waitFor();
  await who.seen('own data, deletion without a password');
  await who.leave();
}
