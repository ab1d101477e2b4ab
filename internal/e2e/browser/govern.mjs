// The platform's staff govern: a shop is asked for, let in and suspended, several at once with one that it does not fit,
// and one of the staff acts for a vendor, whose record tells of it. node govern.mjs, with the variables of run.mjs.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signIn } from './vendor.mjs';
import { launch, person, quit } from './watch.mjs';
import { words } from './words.mjs';

const ADMIN = 'admin@orion.example';
const MARK = `gouverne-${process.pid}`;
const ASKED = { name: `Verger ${MARK}`, slug: `verger-${MARK}`, email: `owner@verger-${MARK}.example` };
const MADE = { name: `Moulin ${MARK}`, slug: `moulin-${MARK}`, email: `owner@moulin-${MARK}.example` };

describe('govern', () => {
  before(launch);
  after(quit);
  test('from an application to the record', govern);
});

async function govern() {
  const admin = await person('desktop');
  await ask(admin);
  await admin.page.goto('/admin/vendors');
  await signIn(admin, ADMIN);
  await create(admin);
  await approve(admin);
  await decide(admin, 'SUSPEND');
  await many(admin, 'SUSPEND', { done: 1, failed: 1 });
  await many(admin, 'REINSTATE', { done: 2, failed: 0 });
  await act(admin);
  await read(admin);
  await admin.leave();
}

// Somebody asks for a shop.
async function ask({ page }) {
  const query = 'mutation ($input: VendorApplyInput!) { vendorApply(input: $input) { status userErrors { code } } }';
  const input = { name: ASKED.name, slug: ASKED.slug, email: ASKED.email, acceptTerms: true };
  const answer = await page.request.post('/graphql', { data: { query, variables: { input } } });
  assert.deepEqual((await answer.json()).data.vendorApply, { status: 'PENDING', userErrors: [] });
}

async function create(admin) {
  const { page } = admin;
  await page.locator('main > header').getByRole('button', { name: words('vendors.create') }).click();
  await page.fill('#field-name', MADE.name);
  assert.equal(await page.inputValue('#field-slug'), MADE.slug);
  await page.fill('#field-ownerEmail', MADE.email);
  await page.locator('dialog[open] button.primary').click();
  await page.locator('#made-link').waitFor();
  await page.keyboard.press('Escape');
}

async function approve(admin) {
  const { page } = admin;
  await page.goto('/admin/vendors?view=PENDING');
  await page.getByRole('link', { name: ASKED.name }).click();
  await page.locator('.steps li').first().waitFor();
  await admin.seen('a vendor that waits');
  await page.getByRole('button', { name: words('governAction.APPROVE') }).click();
  await because(page, 'all in order');
  await status(page, 'ACTIVE');
  await admin.seen('a vendor that was let in');
}

// One vendor, from its page.
async function decide(admin, action) {
  const { page } = admin;
  await page.getByRole('button', { name: words('list.actionsFor', { name: ASKED.name }) }).click();
  await admin.seen('what else can be done to a vendor');
  await page.getByRole('button', { name: words(`governAction.${action}`), exact: true }).click();
  await because(page, 'a test');
  await status(page, 'SUSPENDED');
}

async function because(page, reason) {
  await page.locator('dialog[open] textarea').fill(reason);
  await page.locator('dialog[open] button.primary').click();
}

const status = (page, name) => page.locator('.detail-head .badge').filter({ hasText: words(`vendorStatus.${name}`) }).waitFor();

// Both vendors from the list: what would happen first, then what did.
async function many(admin, action, { done, failed }) {
  const { page } = admin;
  await page.goto(`/admin/vendors?q=${MARK}`);
  const ticks = page.locator('tbody input[type="checkbox"]');
  await ticks.first().click();
  await ticks.nth(1).click({ modifiers: ['Shift'] });
  await page.locator('.bulk').getByRole('button', { name: words(`governAction.${action}`), exact: true }).click();
  await because(page, 'several at once');
  await page.locator('dialog[open] .outcome').first().waitFor();
  await admin.seen(`what ${action} would do`);
  await page.locator('dialog[open] button.primary').click();
  const outcome = page.locator('[data-outcome]');
  await outcome.waitFor();
  const wanted = words('bulk.done', { count: done }) + (failed > 0 ? `, ${words('bulk.failed', { count: failed })}` : '');
  assert.equal(await outcome.textContent(), wanted);
  assert.equal(await page.locator('dialog[open] .outcome li').count(), failed);
  await admin.seen(`what ${action} did`);
  await page.locator('dialog[open] button.primary').click();
}

// One of the staff in the vendor's console, under a banner.
async function act(admin) {
  const { page } = admin;
  await page.goto(`/admin/vendors/${MADE.slug}`);
  await page.getByRole('button', { name: words('impersonate.open') }).click();
  await page.fill('#field-reason', 'the owner asked for help');
  await admin.seen('act for a vendor');
  const [tab] = await Promise.all([page.context().waitForEvent('page'), page.locator('dialog[open] button.primary').click()]);
  await tab.waitForURL(`**/vendor/${MADE.slug}/`);
  await tab.locator('.impersonation').getByText('the owner asked for help').waitFor();
  await admin.seenIn(tab, 'a vendor’s console, under the banner');
  await tab.goto(`/vendor/${MADE.slug}/audit-log`);
  await tab.getByText(words('action.impersonation.start')).first().waitFor();
  await admin.seenIn(tab, 'the vendor’s own record');
  await tab.locator('.impersonation button').click();
  await tab.waitForURL('**/admin/vendors');
  await tab.close();
}

// The platform's record knows all of it.
async function read(admin) {
  const { page } = admin;
  await page.goto(`/admin/audit-logs?vendor=${MADE.slug}`);
  const entry = page.locator('table.list').getByRole('button', { name: words('action.impersonation.start') });
  await entry.waitFor();
  await admin.seen('the record');
  await entry.click();
  await page.locator('dialog[open]').getByText('the owner asked for help').waitFor();
  await admin.seen('an entry of the record');
  await page.goto(`/admin/vendors/${ASKED.slug}/audit`);
  for (const action of ['apply', 'approve', 'suspend', 'reinstate']) await page.locator('table.list').getByText(words(`action.vendor.${action}`), { exact: true }).first().waitFor();
  await admin.seen('the record of a vendor');
}
