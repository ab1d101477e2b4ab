// What a vendor's shop says of itself, to programs and to people: an endpoint is made, tested, rotated and deleted; of
// mails, see letter.mjs.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { buy } from './buy.mjs';
import { letterJourneys } from './letter.mjs';
import { press, signIn } from './vendor.mjs';
import { launch, person, quit, refuse } from './watch.mjs';
import { words } from './words.mjs';

const OWNER = 'owner@alpine.example';
const SHOP = '/vendor/alpine';

describe('messages', { concurrency: 2 }, () => {
  before(launch);
  after(quit);

  for (const look of ['desktop', 'phone']) test(`an endpoint is made, tested, rotated and deleted on a ${look}`, () => endpoint(look));
  letterJourneys();
});

/** A program that listens, and keeps what it was told. */
async function listener() {
  const told = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      told.push({ headers: request.headers, body });
      response.statusCode = request.url === '/broken' ? 500 : 200;
      response.end(request.url === '/broken' ? 'no room' : 'thanks');
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref(); // a journey that fails must end all the same
  return { told, at: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

const pinged = ({ headers }) => headers['orion-event'] === 'ping';

/** Whether a message carries a signature by the secret. */
function genuine({ headers, body }, secret) {
  const [, at] = /t=(\d+)/.exec(headers['orion-signature']);
  const wanted = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return headers['orion-signature'].split(',').includes(`v1=${wanted}`);
}

const panelOf = (page, address) => page.locator('[data-endpoint]').filter({ hasText: address });
const inPanel = (panel, key, url) => panel.getByRole('button', { name: words(key, { url }), exact: true });

async function endpoint(look) {
  const owner = await person(look);
  const program = await listener();
  const { page } = owner;
  await page.goto(`${SHOP}/settings/webhooks`);
  await signIn(owner, OWNER);
  await page.locator('h1').waitFor();
  if (look === 'desktop') await owner.seen('webhooks, none yet');
  const address = `${program.at}/hook-${look}`;
  const secret = await make(owner, address);
  const panel = panelOf(page, address);
  await tryOut(owner, panel, address, program);
  assert.ok(genuine(program.told[0], secret), 'the test is signed by the secret that was shown');
  await rotate(owner, panel, address, program, secret);
  await breakIt(owner, program, address);
  await remove(owner, `${program.at}/broken`);
  await refuse(owner, (operation) => operation === 'Webhooks');
  await page.goto(`${SHOP}/settings/webhooks`);
  await page.locator('[role="alert"]').locator('visible=true').waitFor();
  await owner.seen('webhooks without their graph');
  program.close();
  await owner.leave();
}

async function make(owner, address) {
  const { page } = owner;
  await press(page, 'webhooks.add');
  await page.locator('dialog[open] .foot button.primary').click();
  await page.locator('dialog[open] [data-summary]').waitFor();
  await owner.seen('an endpoint without anything');
  await page.fill('#field-url', 'http://127.0.0.1:1@evil');
  await page.locator('dialog[open] input[value="order.placed"]').check();
  await page.locator('dialog[open] .foot button.primary').click();
  await page.locator('#field-url-error').locator('visible=true').waitFor();
  await page.fill('#field-url', address);
  await page.fill('#field-description', 'Warehouse');
  await page.locator('dialog[open] .foot button.primary').click();
  await page.locator('#secret-value').waitFor();
  await owner.seen('the secret of an endpoint');
  return keep(page);
}

async function keep(page) {
  const secret = await page.inputValue('#secret-value');
  assert.match(secret, /^whsec_/);
  await page.getByRole('button', { name: words('keys.kept'), exact: true }).click();
  await page.waitForFunction(() => document.querySelector('#secret-value').value === ''); // the secret leaves the page
  return secret;
}

async function tryOut(owner, panel, address, program) {
  const { page } = owner;
  await inPanel(panel, 'webhooks.testOf', address).click();
  await page.locator('dialog[open]').getByText(words('webhookOutcome.DELIVERED'), { exact: true }).waitFor();
  await page.locator('dialog[open] pre').filter({ hasText: 'thanks' }).waitFor();
  await owner.seen('what came of a test');
  await page.keyboard.press('Escape');
  await page.locator('tbody tr').filter({ hasText: words('webhookEvent.ping') }).first().waitFor();
  await owner.seen('webhooks, with a log');
  await sendAgain(owner, program);
}

/** Somebody buys something; what the endpoint was told of it is told once more. */
async function sendAgain({ page, look }, { told }) {
  const { number } = await buy('alpine', `buyer-${look}@away.example`);
  const until = async (done) => {
    for (let tries = 0; !done() && tries < 120; tries++) await page.waitForTimeout(250);
  };
  await until(() => told.some(({ body }) => body.includes(`"${number}"`)));
  await page.goto(`${SHOP}/settings/webhooks?event=order.placed`);
  await page.locator('tbody tr').filter({ hasText: `/hook-${look}` }).locator('button.main').first().click();
  const sent = JSON.stringify(JSON.parse(await page.locator('dialog[open] pre').first().textContent()));
  await page.locator('dialog[open]').getByRole('button', { name: words('webhooks.replay'), exact: true }).click();
  await until(() => told.filter(({ body }) => body === sent).length > 1);
  assert.ok(told.filter(({ body }) => body === sent).length > 1, 'the same event is told once more');
}

async function rotate(owner, panel, address, program, old) {
  const { page } = owner;
  await inPanel(panel, 'webhooks.rotateOf', address).click();
  await owner.seen('a secret, to be replaced');
  await page.locator('dialog[open] button.primary').click();
  await page.locator('#secret-value').locator('visible=true').waitFor();
  const fresh = await keep(page);
  assert.notEqual(fresh, old);
  await inPanel(panel, 'webhooks.testOf', address).click();
  await page.locator('dialog[open] pre').first().waitFor();
  await page.keyboard.press('Escape');
  for (const secret of [old, fresh]) assert.ok(genuine(program.told.findLast(pinged), secret), 'for a day both secrets sign');
}

async function breakIt(owner, program, address) {
  const { page } = owner;
  await inPanel(panelOf(page, address), 'webhooks.editOf', address).click();
  await page.fill('#field-url', `${program.at}/broken`);
  await page.locator('dialog[open] .foot button.primary').click();
  await inPanel(panelOf(page, '/broken'), 'webhooks.testOf', `${program.at}/broken`).click();
  await page.locator('dialog[open]').getByText(words('webhooks.answered', { status: '500' }), { exact: true }).first().waitFor();
  await owner.seen('a test that failed');
  await page.keyboard.press('Escape');
}

async function remove(owner, address) {
  const { page } = owner;
  await inPanel(panelOf(page, address), 'webhooks.deleteOf', address).click();
  await page.locator('dialog[open] button[value="yes"]').click();
  await panelOf(page, address).waitFor({ state: 'detached' });
}
