// The pages that lie beside everybody's way: each is looked at as it opens.
import { test } from 'node:test';
import { person, settle } from './watch.mjs';
import { signIn } from './vendor.mjs';

const OPEN = ['/shop/papyrus/account/order-lookup', '/admin/forgot', '/admin/reset', '/admin/set-password', '/admin/accept-invitation', '/admin/confirm-email'];
const VENDOR = ['settings/tax', 'privacy', 'payments/methods', 'promotions', 'promotions/new'].map((address) => `/vendor/papyrus/${address}`);

export function besideJourneys() {
  for (const look of ['desktop', 'phone']) {
    test(`pages that links in mails lead to, without the link, on a ${look}`, () => visit(look, OPEN));
    test(`the vendor's pages beside the way on a ${look}`, () => visit(look, VENDOR, 'owner@papyrus.example'));
    test(`the staff look into an import on a ${look}`, () => inspect(look));
  }
}

async function visit(look, addresses, email = null) {
  const who = await person(look);
  const { page } = who;
  for (const [i, address] of addresses.entries()) {
    await page.goto(address);
    if (email && i === 0) await signIn(who, email);
    await page.locator('main').getByRole('heading').locator('visible=true').first().waitFor();
    await who.seen(address);
  }
  await who.leave();
}

async function inspect(look) {
  const admin = await person(look);
  const { page } = admin;
  await page.goto('/admin/marketplace');
  await signIn(admin, 'admin@orion.example');
  const address = await page.locator('a[href*="/marketplace/imports/"]').first().getAttribute('href');
  await page.goto(address);
  await page.locator('.detail-head').locator('visible=true').waitFor();
  await settle(page);
  await admin.seen('an import of a vendor');
  await admin.leave();
}
