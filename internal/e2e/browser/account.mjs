// A customer's account: made, proved by mail, kept, taken to another address, lost and found again.
// node account.mjs, with the variables of run.mjs.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { mailed } from './mail.mjs';
import { launch, person, quit, refuse, settle } from './watch.mjs';
import { shopWords as words } from './words.mjs';

const SHOP = '/shop/papyrus/account';
const MIA = { email: `mia-${process.pid}@mail.example`, next: `mia.next-${process.pid}@mail.example`, secret: 'a letter in a drawer', other: 'two letters in a drawer' };
const HOME = { firstName: 'Mia', lastName: 'Thill', line1: '4, rue du Moulin', postalCode: '1728', city: 'Luxembourg' };

describe('accounts', { concurrency: 2 }, () => {
  before(launch);
  after(quit);

  test('a customer registers, moves to another address and finds the way back in', life);
  for (const look of ['desktop', 'phone']) test(`the account's doors and states on a ${look}`, () => doors(look));
});

const press = (page, key, values) => page.locator('main').getByRole('button', { name: words(key, values), exact: true }).locator('visible=true').first().click();

async function at({ page }, address, selector) {
  await page.goto(`${SHOP}/${address}`);
  await page.locator(selector).locator('visible=true').first().waitFor();
}

async function life() {
  const mia = await person('desktop');
  await register(mia);
  await verify(mia);
  await gather(mia);
  await signIn(mia, MIA.email, MIA.secret);
  await gathered(mia);
  await profile(mia);
  const phone = await person('phone');
  await devices(mia, phone);
  await move(mia);
  await recover(phone);
  await addresses(phone);
  await phone.leave();
  await mia.leave();
}

async function register({ page, seen }) {
  await page.goto(`${SHOP}/register`);
  await settle(page);
  await press(page, 'account.create');
  await page.locator('[data-summary] li').nth(3).waitFor();
  await seen('register, nothing entered');
  await page.fill('#field-firstName', 'Mia');
  await page.fill('#field-lastName', 'Thil');
  await page.fill('#field-email', MIA.email);
  await page.fill('#field-password', MIA.secret);
  await press(page, 'account.create');
  await page.getByText(words('account.verifySent', { email: MIA.email })).waitFor();
  await seen('register, mail is on its way');
}

// Nobody comes in before the address is proved; sign-in offers the mail again.
async function verify({ page, seen }) {
  const first = await mailed(MIA.email);
  await enter(page, MIA.email, MIA.secret);
  await page.getByText(words('account.unverified')).waitFor();
  await seen('sign-in, address not proved');
  await page.goto(first);
  await page.getByText(words('account.verifiedText', { email: MIA.email })).waitFor();
  assert.equal(new URL(page.url()).hash, '', 'the token stays in the address');
  await seen('address proved');
  await page.goto('about:blank');
  await page.goto(first);
  await page.getByText(words('account.verifyOverText')).waitFor();
  await seen('a link that was used');
}

async function enter(page, email, secret) {
  await page.goto(`${SHOP}/login`);
  await settle(page);
  await page.fill('#field-email', email);
  await page.fill('#field-password', secret);
  await press(page, 'login.signIn');
}

async function signIn({ page }, email, secret) {
  await enter(page, email, secret);
  await page.waitForURL(`**${SHOP}/orders`);
  await settle(page);
}

async function profile(mia) {
  const { page, seen } = mia;
  await at(mia, 'profile', '#field-lastName');
  await seen('profile');
  await page.fill('#field-lastName', HOME.lastName);
  await press(page, 'action.save');
  await page.getByText(words('account.saved')).waitFor();
  await page.reload();
  await page.locator('#field-lastName').waitFor();
  assert.equal(await page.inputValue('#field-lastName'), HOME.lastName);
}

// The other device is signed out from here, and finds that out.
// What was put into the cart before sign-in is the customer's, and there on their next device too.
async function gather({ page }) {
  await page.goto('/shop/papyrus/products?stock=1');
  await page.locator('main .cards:visible orion-card h3 a').first().click();
  await page.locator('#buy h1').waitFor();
  await page.locator('button.primary:not([type="button"]):visible').last().click();
  await page.locator('#cart-drawer[open] .cart-lines li').waitFor();
}

async function gathered({ page }) {
  await page.goto('/shop/papyrus/cart');
  await page.locator('main .cart-lines li').waitFor();
}

async function devices(mia, phone) {
  await signIn(phone, MIA.email, MIA.secret);
  await gathered(phone);
  await at(mia, 'profile', '.rows li:nth-of-type(2)');
  await mia.seen('profile, two devices');
  await press(mia.page, 'account.endOthers');
  await mia.page.locator('.rows li').nth(1).waitFor({ state: 'detached' });
  phone.expect(/status of 401/);
  await phone.page.goto(`${SHOP}/profile`);
  await phone.page.waitForURL('**/account/login?back=*');
}

async function move(mia) {
  const { page, seen } = mia;
  await at(mia, 'profile', '#field-lastName');
  await page.getByText(words('account.changeEmail'), { exact: true }).click();
  await page.fill('#field-newEmail', MIA.next);
  await page.fill('#field-password', 'not the password');
  await press(page, 'account.sendLink');
  await page.locator('#field-password-error').waitFor();
  await seen('another address, wrong password');
  await page.fill('#field-password', MIA.secret);
  await press(page, 'account.sendLink');
  await page.getByText(words('account.emailPending', { email: MIA.next })).waitFor();
  await seen('another address, mail is on its way');
  mia.expect(/status of 401/); // the change has ended the session
  await page.goto(await mailed(MIA.next));
  await page.getByText(words('account.emailChangedText', { email: MIA.next })).waitFor();
  await seen('another address, confirmed');
  await signIn(mia, MIA.next, MIA.secret);
}

async function recover({ page, seen }) {
  await page.goto(`${SHOP}/forgot`);
  await settle(page);
  const before = await mailed(MIA.next);
  await page.fill('#field-email', MIA.next);
  await press(page, 'account.sendLink');
  await page.getByText(words('account.resetSent', { email: MIA.next })).waitFor();
  await seen('a link to a new password');
  await page.goto(await mailed(MIA.next, before));
  await page.locator('#field-password').waitFor();
  await page.fill('#field-password', 'short');
  await press(page, 'account.savePassword');
  await page.locator('#field-password-error').waitFor();
  await seen('new password, too short');
  await page.fill('#field-password', MIA.other);
  await press(page, 'account.savePassword');
  await page.waitForURL(`**${SHOP}/orders`);
  await settle(page);
  await seen('orders, none yet');
}

async function addresses(who) {
  const { page, seen } = who;
  await at(who, 'addresses', '.empty');
  await seen('addresses, none yet');
  await press(page, 'account.addAddress');
  for (const [name, value] of Object.entries(HOME)) await page.fill(`dialog[open] #field-${name}`, value);
  await seen('addresses, a new one');
  await press(page, 'account.saveAddress');
  await page.locator('.card-address').waitFor();
  await press(page, 'account.editOf', { address: HOME.line1 });
  await page.fill('dialog[open] #field-line1', '5, rue du Moulin');
  await press(page, 'account.saveAddress');
  await page.getByText('5, rue du Moulin').waitFor();
  await seen('addresses');
  await press(page, 'account.deleteOf', { address: '5, rue du Moulin' });
  await page.locator('dialog[open] button[value="yes"]').click();
  await page.locator('.empty').locator('visible=true').waitFor();
}

// Links without a token, and pages whose graph is down: half of them on a screen of one kind, half on the other.
const DOORS = { desktop: ['login', 'verify'], phone: ['forgot', 'reset', 'confirm-email'] };
const BROKEN = { desktop: 'addresses', phone: 'profile' };

async function doors(look) {
  const who = await person(look);
  for (const address of DOORS[look]) {
    await at(who, address, 'h1');
    await who.seen(address);
  }
  await enter(who.page, 'customer@papyrus.example', 'not the password');
  await who.page.locator('[data-summary] li').waitFor();
  await who.seen('sign-in, wrong password');
  await signIn(who, 'customer@papyrus.example', process.env.ORION_E2E_PASSWORD);
  await at(who, 'addresses', '.card-address');
  await who.seen('addresses of a customer');
  await refuse(who, (operation) => operation !== 'TokenRefresh');
  await at(who, BROKEN[look], '[role="alert"]');
  await who.seen(`${BROKEN[look]} without its graph`);
  await who.leave();
}
