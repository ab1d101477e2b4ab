// The platform's staff: a vendor is made, opens its console by the link, is suspended and reinstated.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signIn } from './vendor.mjs';
import { person, refuse, settle } from './watch.mjs';
import { words } from './words.mjs';

const VENDOR = { name: `Forge & Fils ${process.pid}`, slug: `forge-fils-${process.pid}`, email: `owner@forge-fils-${process.pid}.example`, secret: 'hammer and anvil' };
const ADMIN = 'admin@orion.example';

export function adminJourneys() {
  test('the staff make, suspend and reinstate a vendor', life);
  test('the staff set a value, are refused another and give it up', settingLife);
  for (const look of ['desktop', 'phone']) test(`the platform's other pages and states on a ${look}`, () => tour(look));
}

async function life() {
  const admin = await person('desktop');
  const { page } = admin;
  await page.goto('/admin/');
  await page.waitForURL('**/admin/login?back=*');
  await admin.seen('login');
  await signIn(admin, ADMIN);
  await page.locator('[data-figure="sales"] .value').waitFor();
  await admin.seen('dashboard');
  await page.goto('/admin/vendors');
  await page.locator('tbody tr').first().waitFor();
  await admin.seen('vendors');
  const link = await create(admin);
  const owner = await moveIn(link);
  await decide(admin, 'suspend');
  await closed(admin, owner);
  await decide(admin, 'reinstate');
  assert.equal((await page.request.get(`/shop/${VENDOR.slug}/`)).status(), 200);
  await owner.page.goto(`/vendor/${VENDOR.slug}/login`);
  await signIn(owner, VENDOR.email, VENDOR.secret);
  await owner.leave();
  await admin.leave();
}

async function create(admin) {
  const { page } = admin;
  await page.locator('main > header').getByRole('button', { name: words('vendors.create') }).click();
  await page.locator('dialog[open] button.primary').click(); // nothing is filled in
  await page.locator('dialog[open] [data-summary]').waitFor();
  await admin.seen('new vendor, nothing filled in');
  await page.fill('#field-name', VENDOR.name);
  assert.equal(await page.inputValue('#field-slug'), VENDOR.slug);
  await page.fill('#field-ownerEmail', VENDOR.email);
  await page.locator('dialog[open] button.primary').click();
  await page.locator('#made-link').waitFor();
  await admin.seen('vendor made');
  const link = await page.inputValue('#made-link');
  await page.locator('dialog[open] .actions button').click();
  await page.locator('tbody tr').filter({ hasText: VENDOR.slug }).waitFor();
  return link;
}

// The owner sets a password by the link and is in a console with nothing in it.
async function moveIn(link) {
  const owner = await person('desktop');
  const { page } = owner;
  await page.goto(link);
  await page.locator('#field-password').waitFor();
  await owner.seen('set password');
  await page.fill('#field-password', 'short');
  await page.locator('form button.primary').click();
  await page.locator('[data-summary]').locator('visible=true').waitFor();
  await page.fill('#field-password', VENDOR.secret);
  await page.locator('form button.primary').click();
  await page.waitForURL(`**/vendor/${VENDOR.slug}/`);
  await page.locator('.steps li').first().waitFor();
  await owner.seen('dashboard of a new vendor');
  for (const address of ['products', 'orders', 'inventory', 'marketplace/imports', 'marketplace/browse', 'marketplace/selected']) {
    await page.goto(`/vendor/${VENDOR.slug}/${address}`);
    await page.locator('main .empty').locator('visible=true').waitFor();
    await owner.seen(`${address}, nothing yet`);
  }
  for (const address of ['', 'products']) {
    await page.goto(`/shop/${VENDOR.slug}/${address}`);
    await page.locator('main .empty').locator('visible=true').waitFor();
    await owner.seen(`shop ${address}, nothing yet`);
  }
  return owner;
}

// Suspends, from the menu of the vendor's page, or reinstates, which is the next thing to do there.
async function decide(admin, what) {
  const { page } = admin;
  const action = what.toUpperCase();
  await page.goto(`/admin/vendors/${VENDOR.slug}`);
  await page.locator('.detail-head h1').waitFor();
  if (what === 'suspend') await page.getByRole('button', { name: words('list.actionsFor', { name: VENDOR.name }) }).click();
  await page.getByRole('button', { name: words(`governAction.${action}`), exact: true }).click();
  await page.locator('dialog[open] textarea').fill('a test');
  await admin.seen(`a vendor, ${what}`);
  await page.locator('dialog[open] button[value="yes"]').click();
  await page.locator('.detail-head .badge').filter({ hasText: words(`vendorStatus.${what === 'suspend' ? 'SUSPENDED' : 'ACTIVE'}`) }).waitFor();
  await admin.seen(`a vendor, after ${what}`);
}

async function closed(admin, owner) {
  assert.equal((await admin.page.request.get(`/shop/${VENDOR.slug}/`)).status(), 404);
  owner.expect(/status of 40[34]/);
  await owner.page.goto(`/vendor/${VENDOR.slug}/`);
  await owner.page.locator('h1').waitFor();
  await owner.seen('console of a suspended vendor');
  await owner.page.goto(`/shop/${VENDOR.slug}/`);
  await owner.seen('shop of a suspended vendor');
}

async function settingLife() {
  const admin = await person('desktop');
  const { page } = admin;
  await page.goto('/admin/settings');
  await signIn(admin, ADMIN);
  const row = page.locator('.setting').filter({ has: page.locator('#cart-guest_days') });
  await row.locator('input').fill('9000');
  await row.getByRole('button', { name: words('action.save') }).click();
  await row.locator('.field-error').locator('visible=true').waitFor();
  await admin.seen('a setting, refused');
  await row.locator('input').fill('21');
  await row.getByRole('button', { name: words('action.save') }).click();
  await row.locator('.badge').filter({ hasText: words('settingSource.PLATFORM') }).waitFor();
  await row.getByRole('button', { name: words('settings.revertOf', { name: words('setting.cart.guest_days') }) }).click();
  await page.locator('dialog[open] button.primary').click();
  await row.locator('.badge').filter({ hasText: words('settingSource.DEFAULT') }).waitFor();
  await page.getByRole('button', { name: words('trial.tryOf', { name: words('trial.STORAGE') }) }).click();
  await page.locator('#trials .ready').filter({ hasText: /./ }).first().waitFor();
  await admin.seen('settings, tried');
  await admin.leave();
}

async function tour(look) {
  const admin = await person(look);
  const { page } = admin;
  await page.goto('/admin/vendors');
  await signIn(admin, ADMIN);
  for (const address of ['vendors', 'users', 'staff', 'sessions', 'marketplace', 'audit-logs', 'jobs', 'retention', 'vendors/papyrus/team', 'vendors/papyrus/audit']) {
    await page.goto(`/admin/${address}`);
    await page.locator('table.list tbody tr').locator('visible=true').first().waitFor();
    await admin.seen(address);
  }
  for (const [address, part] of [['vendors/papyrus', '.steps li'], ['vendors/papyrus/profile', '.facts dd'], ['staff?view=roles', '.permission-matrix td'], ['settings', '.setting'], ['security', '.devices li'], ['payments', 'main .empty:visible'], ['monitoring', '.line-canvas canvas, .line-empty'], ['notifications', '.threshold:visible'], ['inbox', '.inbox li:visible, main .empty:visible'], ['backups', 'main .empty:visible'], ['errors', 'tbody tr, main .empty:visible']]) {
    await page.goto(`/admin/${address}`);
    await page.locator(part).first().waitFor();
    await admin.seen(address);
  }
  await page.goto('/admin/?days=90&compare=no');
  await page.locator('.line-canvas canvas').waitFor();
  await page.locator('.queue-strip tbody tr').first().waitFor();
  await admin.seen('dashboard of 90 days');
  await page.goto('/admin/vendors?q=zzzz');
  await page.locator('main .empty').locator('visible=true').waitFor();
  await admin.seen('vendors, none found');
  await page.goto('/admin/vendors/nobody');
  await page.locator('main .empty').locator('visible=true').waitFor();
  await admin.seen('no such vendor');
  await refuse(admin, (operation) => operation !== 'TokenRefresh');
  await page.goto('/admin/users');
  await page.locator('main [role="alert"]').waitFor();
  await settle(page);
  await admin.seen('users without the graph');
  await page.goto('/admin/vendors/papyrus');
  await page.locator('main [role="alert"]').waitFor();
  await settle(page);
  await admin.seen('a vendor without the graph');
  await page.unroute('**/graphql*');
  await refuse(admin, (operation) => operation === 'AuditHistogram');
  await page.goto('/admin/audit-logs');
  await page.locator('.density [role="alert"]').locator('visible=true').waitFor();
  await page.locator('table.list tbody tr').first().waitFor();
  await admin.seen('the record without its picture');
  await admin.leave();
}
