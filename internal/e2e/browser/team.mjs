// A team: somebody is invited, comes in with little, gets a second factor, and is removed; a key for a program.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { signIn } from './vendor.mjs';
import { launch, origin, person, quit, refuse, settle } from './watch.mjs';
import { words } from './words.mjs';

const SHOP = '/vendor/alpine';
const OWNER = 'owner@alpine.example';
const NORA = { email: `nora-${process.pid}@alpine.example`, name: 'Nora Neu', secret: 'a rope and a lantern' };
const STEP = 30_000;

describe('teams', { concurrency: 3 }, () => {
  before(launch);
  after(quit);

  test('a member is invited, protects their account, gets another role and is removed', membership);
  test('a key is made, used and revoked', key);
  for (const look of ['desktop', 'phone']) test(`what a vendor is, and its doors, on a ${look}`, () => tour(look));
});

/** The newest link in mails to an address. */
export async function mailed(address) {
  for (let tries = 0; tries < 60; tries++) {
    const { mails } = await (await fetch(`${origin}/mailbox?format=json&to=${encodeURIComponent(address)}`)).json();
    const links = mails.map((mail) => /https?:\/\/\S+#token=\S+/.exec(mail.text)?.[0]).filter(Boolean);
    if (links.length > 0) return links[0];
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`no mail to ${address}`);
}

/** The code that an authenticator app shows for a secret (RFC 6238), so many steps from now. */
export function codeOf(secret, steps = 0) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/[\s=]/g, '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP) + steps));
  const digest = createHmac('sha1', bytes).update(counter).digest();
  const number = digest.readUInt32BE(digest.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

const button = (page, key, values) => page.getByRole('button', { name: words(key, values), exact: true }).locator('visible=true').first();

async function at(who, address, selector, name) {
  await who.page.goto(`${SHOP}/${address}`);
  await who.page.locator(selector).locator('visible=true').first().waitFor();
  if (name) await who.seen(name);
}

async function menu(page, row, key) {
  await row.locator('orion-row-menu > button').click();
  await page.locator(':popover-open').getByRole('button', { name: words(key), exact: true }).click();
}

async function membership() {
  const owner = await person('desktop');
  await owner.page.goto(`${SHOP}/team/invitations`);
  await signIn(owner, OWNER);
  await invite(owner);
  const nora = await person('phone');
  await join(nora);
  await restricted(nora);
  const { secret, codes } = await protect(nora);
  await comeBack(nora, secret, codes);
  await govern(owner, nora);
  await nora.leave();
  await owner.leave();
}

async function invite(owner) {
  const { page } = owner;
  await button(page, 'invite.action').click();
  await page.fill('dialog[open] #field-email', NORA.email);
  await page.locator('dialog[open] .choice').filter({ hasText: words('roleTemplate.support') }).locator('input').check();
  await owner.seen('invitation');
  await button(page, 'invite.send').click();
  await page.locator('tbody tr').filter({ hasText: NORA.email }).waitFor();
  await owner.seen('invitations');
}

async function join({ page, seen }) {
  await page.goto(await mailed(NORA.email));
  await page.locator('#field-name').waitFor();
  assert.equal(new URL(page.url()).hash, '', 'the token stays in the address');
  await seen('accept invitation');
  await page.fill('#field-name', NORA.name);
  await page.fill('#field-password', NORA.secret);
  await button(page, 'accept.join').click();
  await page.waitForURL((url) => url.pathname === `${SHOP}/`);
  await settle(page);
  await seen('dashboard of a new member');
}

async function restricted(nora) {
  await at(nora, 'customers', 'tbody tr');
  assert.equal(await nora.page.locator('.side a[href$="/team"]').count(), 0, 'the menu leads where nothing may be seen');
  await at(nora, 'team', '.empty', 'team, for a small role');
  await nora.page.getByText(words('trouble.needs', { permission: words('permission.TEAM_READ') })).waitFor();
}

async function protect(nora) {
  const { page, seen } = nora;
  await at(nora, 'security', '#two-factor button.primary', 'security');
  await button(page, 'twoFactor.begin').click();
  await page.fill('#field-begin', NORA.secret);
  await button(page, 'action.continue').click();
  await page.locator('.qr').waitFor();
  await seen('second factor, picture');
  const secret = await page.locator('.secret code').textContent();
  await page.fill('#field-first', codeOf(secret));
  await button(page, 'twoFactor.confirm').click();
  await page.locator('.codes li').nth(9).waitFor();
  await seen('second factor, recovery codes');
  const codes = await page.locator('.codes code').allTextContents();
  await button(page, 'twoFactor.kept').click();
  await page.locator('#two-factor .badge.success').waitFor();
  return { secret, codes };
}

// Out, and in again: first with a code of the app, then with one of those on paper.
async function comeBack({ page, seen }, secret, codes) {
  for (const code of [codeOf(secret, 1), codes[0]]) {
    await page.context().clearCookies();
    await page.goto(`${SHOP}/login`);
    await page.fill('#field-email', NORA.email);
    await page.fill('#field-password', NORA.secret);
    await page.locator('form button.primary').locator('visible=true').click();
    await page.locator('#field-code').waitFor();
    if (code === codes[0]) await button(page, 'code.useRecovery').click();
    await seen('second factor, sign-in');
    await page.fill('#field-code', code);
    await page.locator('orion-code-step button.primary').click();
    await page.waitForURL((url) => url.pathname === `${SHOP}/`);
  }
}

async function govern(owner, nora) {
  const { page } = owner;
  await at(owner, 'team', 'tbody tr', 'team');
  const row = page.locator('tbody tr').filter({ hasText: NORA.email });
  await row.locator('.badge.success').waitFor();
  await menu(page, row, 'team.changeRole');
  await page.locator('dialog[open] .choice').filter({ hasText: words('roleTemplate.catalogue') }).locator('input').check();
  await page.locator('dialog[open] .changes li.bad').first().waitFor();
  await owner.seen('another role');
  await page.locator('dialog[open] button.primary').click();
  await row.getByText(words('roleTemplate.catalogue'), { exact: true }).waitFor();
  await menu(page, row, 'team.abilities');
  await page.locator('dialog[open] .abilities li').first().waitFor();
  await owner.seen('what a member can do');
  await page.keyboard.press('Escape');
  await at(nora, 'customers', '.empty');
  await menu(page, row, 'team.remove');
  await page.locator('dialog[open] button[value="yes"]').click();
  await row.waitFor({ state: 'detached' });
  nora.expect(/status of 401/);
  await nora.page.goto(`${SHOP}/products`);
  await nora.page.waitForURL('**/login?back=*');
}

async function key() {
  const name = `Scanner ${process.pid}`;
  const owner = await person('desktop');
  const { page } = owner;
  await page.goto(`${SHOP}/api-keys`);
  await signIn(owner, OWNER);
  await button(page, 'keys.create').click();
  await page.fill('dialog[open] #field-name', name);
  await page.locator('dialog[open] .matrix fieldset').filter({ hasText: words('permissionGroup.inventory') }).locator('input').first().check();
  await owner.seen('new key');
  await page.locator('dialog[open] .foot button.primary').click();
  await page.locator('#secret-value').waitFor();
  const secret = await page.inputValue('#secret-value');
  assert.equal((await stockBy(secret)).errors, undefined);
  await button(page, 'keys.kept').click();
  await page.waitForFunction(() => document.querySelector('#secret-value').value === ''); // the secret leaves the page
  const row = page.locator('tbody tr').filter({ hasText: name });
  await row.waitFor();
  await owner.seen('keys');
  await menu(page, row, 'keys.revoke');
  await page.locator('dialog[open] input').fill(name);
  await page.locator('dialog[open] button[value="yes"]').click();
  await row.getByText(words('keyStatus.REVOKED'), { exact: true }).waitFor();
  assert.equal((await stockBy(secret)).errors[0].extensions.code, 'UNAUTHENTICATED');
  await owner.leave();
}

async function stockBy(secret) {
  const body = JSON.stringify({ query: '{ vendor { inventoryLevels(first: 1) { nodes { id } } } }' });
  const answer = await fetch(`${origin}/graphql`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${secret}` }, body });
  return answer.json();
}

// Each page is seen once: half of them on a screen of one kind, half on the other.
const DOORS = { desktop: ['forgot', 'reset'], phone: ['accept-invitation', 'confirm-email'] };
const ROOMS = {
  desktop: [['settings', '#field-legalName'], ['settings/options', '.setting'], ['settings/retention', 'tbody tr'], ['audit-log?actor=zz@zz.example', '.empty'], ['stores', '.store'], ['team/roles', 'tbody tr']],
  phone: [['security', '#two-factor'], ['domains', '#field-host'], ['inbox', '.inbox li'], ['audit-log', 'tbody tr']],
};
const BROKEN = { desktop: 'security', phone: 'team' };

/** A time is refused, kept and given up again, where the row says what would go. */
async function retain({ page }) {
  await page.goto(`${SHOP}/settings/retention`);
  const row = page.locator('tbody tr').filter({ has: page.locator('#kind-search') });
  await row.locator('input').fill('1');
  await row.getByRole('button', { name: words('action.save') }).click();
  await row.locator('.field-error').locator('visible=true').waitFor();
  await row.locator('input').fill('60');
  await row.getByRole('button', { name: words('action.save') }).click();
  await row.locator('button.quiet').locator('visible=true').click();
  await page.locator('dialog[open] button.primary').click();
  await page.waitForFunction(() => document.getElementById('kind-search').closest('tr').querySelector('input').value === '400');
  await page.goto(`${SHOP}/team/roles`);
  await page.locator('tbody a.main').first().waitFor();
}

async function tour(look) {
  const owner = await person(look);
  for (const address of DOORS[look]) await at(owner, address, 'h1', address);
  await owner.page.goto(`${SHOP}/settings`);
  await signIn(owner, OWNER);
  for (const [address, selector] of ROOMS[look]) await at(owner, address, selector, address);
  if (look === 'desktop') await retain(owner);
  if (look === 'desktop') {
    await owner.page.locator('tbody a.main').nth(1).click();
    await owner.page.locator('.matrix input').first().waitFor();
    await owner.seen('role');
  } else {
    await owner.page.locator('tbody button.main').first().click();
    await owner.page.locator('dialog[open] h2').waitFor();
    await owner.seen('entry of the record');
  }
  await refuse(owner, (operation) => !['TokenRefresh', 'SignIn'].includes(operation));
  await at(owner, BROKEN[look], '[role="alert"]', `${BROKEN[look]} without its graph`);
  await owner.leave();
}
