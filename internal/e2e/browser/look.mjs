// How a shop looks, when it rests and how visitors write to it: what the owner sets in the console, a visitor meets in
// the shop.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { press, signIn } from './vendor.mjs';
import { origin, person, settle } from './watch.mjs';
import { words } from './words.mjs';

const CONSOLE = '/vendor/papyrus/settings';
const SHOP = '/shop/papyrus';
const YELLOW = '#ffe000'; // nobody could read white text on it

export function lookJourneys() {
  for (const look of ['desktop', 'phone']) test(`the look of a shop is tried, kept and taken back on a ${look}`, () => dress(look));
  test('a shop rests for a while, and says so', rest);
  test('a visitor writes to a shop', write);
}

// One after the other: both change the same shop.
let turn = Promise.resolve();

function dress(look) {
  turn = turn.then(() => dressing(look));
  return turn;
}

async function dressing(look) {
  const owner = await person(look);
  const { page } = owner;
  await page.goto(`${CONSOLE}/look`);
  await signIn(owner, 'owner@papyrus.example');
  await page.locator('orion-look .wordmark').waitFor();
  await page.locator('.look-side .notice.success').waitFor();
  await owner.seen('the look');
  await page.fill('#field-accent', 'yellow');
  await press(page, 'action.save');
  await page.locator('[data-summary]').waitFor();
  await owner.seen('the look, no colour');
  await page.fill('#field-accent', YELLOW);
  await page.locator('.look-side .notice.info').waitFor();
  await page.getByRole('radio', { name: words('lookCorners.14'), exact: true }).check();
  await press(page, 'look.dark');
  await owner.seen('the look, tried on dark pages');
  const fill = await page.locator('orion-look .button.primary').first().evaluate((button) => getComputedStyle(button).borderRadius);
  assert.equal(fill, '14px', 'the preview wears what is chosen');
  await press(page, 'action.save');
  await page.getByText(words('look.saved')).waitFor();
  assert.match(await css(), /--radius: 14px/);
  await press(page, 'look.revert');
  await page.getByText(words('look.reverted')).waitFor();
  assert.match(await css(), /--radius: 0px/);
  await owner.leave();
}

const css = async () => (await fetch(`${origin}${SHOP}/theme.css?now=${Math.random()}`)).text();

async function rest() {
  const owner = await person('desktop');
  const { page } = owner;
  await page.goto(`${CONSOLE}/holiday`);
  await signIn(owner, 'owner@papyrus.example');
  await page.getByText(words('holidayState.none')).waitFor();
  await owner.seen('no holiday');
  await page.fill('#field-from', '2040-02-01T08:00');
  await page.fill('#field-until', '2040-01-01T08:00');
  await press(page, 'holiday.begin');
  await page.locator('[data-summary]').waitFor();
  await owner.seen('a holiday that ends before it begins');
  await page.fill('#field-until', '2040-03-01T08:00');
  await page.fill('#field-message_en', 'We are at the sea.');
  await press(page, 'holiday.begin');
  await page.getByText(words('holidayState.planned')).waitFor();
  await owner.seen('a holiday that is planned');
  await visit('phone', '2040-02-10T10:00:00Z', 'We are at the sea.');
  await visit('desktop', '2040-01-10T10:00:00Z', null);
  await press(page, 'holiday.callOff');
  await page.getByText(words('holidayState.none')).waitFor();
  await owner.leave();
}

/** Looks at the shop at another time than now: what it says of a holiday, null for nothing. */
async function visit(look, at, said) {
  const visitor = await person(look);
  const { page } = visitor;
  await page.clock.setFixedTime(at);
  await page.goto(`${SHOP}/products`);
  await page.locator('orion-card').first().waitFor();
  const notice = page.locator('.closure');
  if (said) await notice.filter({ hasText: said }).waitFor();
  else assert.equal(await notice.isVisible(), false);
  if (said) await visitor.seen('the shop, at rest');
  await visitor.leave();
}

async function write() {
  const visitor = await person('phone');
  const { page } = visitor;
  const email = `vera-${process.pid}@visitor.example`;
  await page.goto(`${SHOP}/`);
  await page.locator('footer a[href$="/contact"]').click();
  await page.waitForURL('**/contact');
  await settle(page);
  await visitor.seen('a letter to the shop');
  await page.locator('main form button.primary').click();
  await page.locator('[data-summary]').waitFor();
  await visitor.seen('a letter to the shop, empty');
  await page.fill('#field-name', 'Vera Visitor');
  await page.fill('#field-email', email);
  await page.fill('#field-orderNumber', '1042');
  await page.fill('#field-message', 'Do you bind books?\nI have three of them.');
  await page.locator('main form button.primary').click();
  await page.getByText(email).waitFor();
  await visitor.seen('a letter to the shop, sent');
  const mail = await letterFrom(email);
  assert.equal(mail.replyTo, email);
  assert.match(mail.text, /1042[^]*Do you bind books\?[^]*I have three of them\./);
  await visitor.leave();
}

async function letterFrom(email) {
  for (let tries = 0; tries < 60; tries++) {
    const { mails } = await (await fetch(`${origin}/mailbox?format=json&to=hello@papyrus.example`)).json();
    const mail = mails.find(({ text }) => text.includes(email));
    if (mail) return mail;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('the letter has not come');
}
