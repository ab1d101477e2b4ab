// A shop gets an account with the provider of cards, and a customer pays by card: refused first, then taken.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrange, browse, choose, review } from './shop.mjs';
import { signIn } from './vendor.mjs';
import { person } from './watch.mjs';
import { words } from './words.mjs';

export function cardJourneys() {
  test('a customer pays by card', async () => {
    await openAccount();
    const who = await person('phone');
    await who.page.goto('/shop/papyrus/');
    await browse(who);
    await choose(who);
    await review(who);
    await arrange(who);
    await pay(who);
    await who.leave();
  });
}

async function openAccount() {
  const owner = await person('desktop');
  await owner.page.goto('/vendor/papyrus/payments');
  await signIn(owner, 'owner@papyrus.example');
  const account = owner.page.locator('section[aria-labelledby="account-title"]');
  await account.getByRole('button', { name: words('payAccount.open') }).click();
  await account.locator('.badge.success').waitFor();
  await owner.seen('payments with an account');
  await owner.leave();
}

async function pay(who) {
  const { page } = who;
  const next = page.locator('.step.open button.primary:visible');
  await page.locator('.step.open input[type="radio"][value="stripe"]').check();
  await next.click();
  await page.locator('.step.open #step-review').waitFor();
  await next.click();
  const number = page.locator('input[name="card"]');
  await number.fill('4000 0000 0000 0002');
  await next.click();
  await page.locator('#problem:visible').waitFor();
  await who.seen('checkout, card refused');
  await number.fill('4242 4242 4242 4242');
  await next.click();
  await page.waitForURL('**/orders/*');
  await page.locator('.order-page .cart-lines li').waitFor();
  await who.seen('order, paid by card');
  assert.equal(await page.locator('main h1').count(), 1);
}
