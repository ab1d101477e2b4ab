// The mails of a shop: their words are changed, tried and put back, one is sent again, an address gets none any more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buy } from './buy.mjs';
import { arrived } from './mail.mjs';
import { press, signIn } from './vendor.mjs';
import { person, refuse } from './watch.mjs';
import { words } from './words.mjs';

const OWNER = 'owner@alpine.example';
const MAILS = '/vendor/alpine/settings/mails';

// Each look has a mail of its own.
const ABOUT = { desktop: 'order-placed', phone: 'order-paid' };

export function letterJourneys() {
  for (const look of ['desktop', 'phone']) test(`the words of a mail are changed, tried and put back on a ${look}`, () => letters(look));
  for (const look of ['desktop', 'phone']) test(`a sender is named, and an address blocked and allowed, on a ${look}`, () => addresses(look));
}

async function letters(look) {
  const owner = await person(look);
  const { page } = owner;
  const about = ABOUT[look];
  await page.goto(MAILS);
  await signIn(owner, OWNER);
  await page.locator('.kinds li').first().waitFor();
  await owner.seen('mails');
  await page.getByRole('link', { name: words('mails.wordsOf', { about: words(`mailKind.${about}`), language: 'English' }), exact: true }).click();
  await page.locator('orion-letter table').first().waitFor();
  await owner.seen('the words of a mail');
  await write(owner);
  await refuseWord(owner);
  const number = await chooseOrder(page);
  await lookAt(owner);
  await page.locator('.save-bar button.primary').click();
  await page.locator('header .badge').getByText(words('mails.own'), { exact: true }).waitFor();
  await press(page, 'mails.send');
  const mail = await arrived(OWNER, `Thank you for ${number} (${look})`);
  assert.match(mail.text, new RegExp(`, all is well \\(${look}\\)\\.`));
  await owner.seen('own words of a mail');
  await press(page, 'mails.restore');
  await owner.seen('own words, to be given up');
  await page.locator('dialog[open] button[value="yes"]').click();
  await page.locator('header .badge').getByText(words('mails.standard'), { exact: true }).waitFor();
  await resend(owner, about);
  await follow(owner);
  await owner.leave();
}

/** Writes a subject, with a word that is put in by its button, and sees it in the preview. */
async function write({ page, look }) {
  await page.fill('#field-subject', 'Thank you for ');
  await page.getByRole('button', { name: '{{order}}' }).click();
  assert.equal(await page.inputValue('#field-subject'), 'Thank you for {{order}}');
  await page.fill('#field-subject', `Thank you for {{order}} (${look})`);
  await page.locator('[data-preview-subject]').getByText(`Thank you for 1001 (${look})`, { exact: true }).waitFor();
}

async function refuseWord(owner) {
  const { page, look } = owner;
  await page.fill('#field-body', 'It is {{colour}}.');
  await page.locator('.preview .notice').locator('visible=true').waitFor();
  await page.locator('.save-bar button.primary').click();
  await page.locator('#field-body-error').locator('visible=true').waitFor();
  await owner.seen('a word that a mail does not have');
  await page.fill('#field-body', `{{name}}, all is well (${look}).`);
  await page.locator('orion-letter').getByText(`Ada, all is well (${look}).`, { exact: true }).waitFor();
  await page.locator('.preview .notice').locator('visible=true').waitFor({ state: 'detached' });
}

/** Shows the mail of the newest order; returns its number. */
async function chooseOrder(page) {
  await page.locator('.preview select').selectOption({ index: 1 });
  const option = await page.locator('.preview option').nth(1).textContent();
  const [number] = /\d+/.exec(option);
  await page.locator('[data-preview-subject]').getByText(`Thank you for ${number} `).waitFor();
  return number;
}

async function lookAt(owner) {
  const { page } = owner;
  await press(page, 'mailWidth.narrow');
  await page.locator('orion-letter').locator('visible=true').waitFor();
  await owner.seen('a mail, as on a phone');
  await press(page, 'mailWidth.text');
  await page.locator('pre').getByText('all is well').locator('visible=true').waitFor();
  await owner.seen('a mail, as plain text');
}

async function resend(owner, about) {
  const { page } = owner;
  await page.goto(`${MAILS}/log?about=${about}&view=SENT`);
  await page.locator('tbody tr').first().waitFor();
  await page.goto(`${MAILS}/log?about=${about}`);
  const rows = page.locator('tbody tr');
  await rows.first().waitFor();
  const before = await rows.count();
  await owner.seen('the log of mails');
  await rows.first().locator('orion-row-menu > button').click();
  await rows.first().getByRole('button', { name: words('mails.resend'), exact: true }).click();
  await owner.seen('a mail, to be sent again');
  await page.locator('dialog[open] button[value="yes"]').click();
  await rows.nth(before).waitFor();
  await page.goto(`${MAILS}/log?view=BOUNCED`);
  await page.locator('.empty').locator('visible=true').waitFor();
  await owner.seen('mails that came back, none');
}

/** A buyer's mail leads to their order. */
async function follow(owner) {
  const { page, look } = owner;
  const buyer = `reader-${look}@away.example`;
  const { number } = await buy('alpine', buyer);
  await arrived(buyer, `Ihre Bestellung ${number} ist bestätigt`);
  await page.goto(`${MAILS}/log`);
  const row = page.locator('tbody tr').filter({ hasText: buyer });
  await row.locator('orion-row-menu > button').click();
  await row.getByRole('link', { name: words('mails.toOrder'), exact: true }).click();
  await page.waitForURL(`**/orders/${number}`);
  await page.locator('table.lines tbody tr').first().waitFor();
}

async function addresses(look) {
  const owner = await person(look);
  const { page } = owner;
  await page.goto(`${MAILS}/sender`);
  await signIn(owner, OWNER);
  await sender(owner);
  await block(owner, `nobody-${look}@away.example`);
  await refuse(owner, (operation) => ['MailKinds', 'MailTemplates', 'MailBranding', 'Mails', 'Blocked'].includes(operation));
  for (const address of ['', '/texts/order-placed/en', '/sender', '/log', '/blocked']) {
    await page.goto(`${MAILS}${address}`);
    await page.locator('[role="alert"]').locator('visible=true').waitFor();
    await owner.seen(`mails${address} without their graph`);
  }
  await owner.leave();
}

async function sender(owner) {
  const { page } = owner;
  await page.locator('#field-replyTo').waitFor();
  await page.fill('#field-replyTo', 'nobody');
  await page.locator('.save-bar button.primary').click();
  await page.locator('#field-replyTo-error').locator('visible=true').waitFor();
  await owner.seen('a sender whose address is none');
  const answers = `answers-${owner.look}@alpine.example`;
  await page.fill('#field-replyTo', answers);
  await page.fill('#field-footer_de', 'Wir sind montags bis samstags für Sie da.');
  await page.locator('.save-bar button.primary').click();
  await page.locator('.save-bar').locator('visible=true').waitFor({ state: 'detached' });
  assert.equal(await page.inputValue('#field-replyTo'), answers);
  await owner.seen('a sender');
}

async function block(owner, address) {
  const { page } = owner;
  await page.goto(`${MAILS}/blocked`);
  await press(page, 'mails.block');
  await page.locator('dialog[open] button.primary').click();
  await page.locator('#field-address-error').locator('visible=true').waitFor();
  await owner.seen('no address to block');
  await page.fill('#field-address', address);
  await page.fill('#field-detail', 'Moved away');
  await page.locator('dialog[open] button.primary').click();
  const row = page.locator('tbody tr').filter({ hasText: address });
  await row.waitFor();
  await owner.seen('addresses that are blocked');
  await row.getByRole('button').click();
  await owner.seen('an address, to be allowed again');
  await page.locator('dialog[open] button[value="yes"]').click();
  await row.waitFor({ state: 'detached' });
}
