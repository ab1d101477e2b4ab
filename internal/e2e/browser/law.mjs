// What a shop must say: the owner begins with a starting text, fills it in, and visitors read it where the shop links it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { press, signIn } from './vendor.mjs';
import { launch, origin, person, quit, settle } from './watch.mjs';
import { words } from './words.mjs';

const CONSOLE = '/vendor/papyrus/settings';
const SHOP = '/shop/papyrus';

describe('law', { concurrency: 2 }, () => {
  before(launch);
  after(quit);

  test('a legal text is begun, filled in, read in the shop and taken away', texts);
});

async function texts() {
  const owner = await person('desktop');
  const visitor = await person('phone');
  assert.equal(await statusOf(visitor), 404, 'a text that there is not has a page');
  await owner.page.goto(`${CONSOLE}/policies?kind=delivery`);
  await signIn(owner, 'owner@papyrus.example');
  await owner.seen('a legal text, empty');
  await press(owner.page, 'policies.start');
  await owner.page.getByText(words('policies.unfinished'), { exact: true }).waitFor();
  await owner.seen('a legal text, begun');
  await owner.page.locator('.rich-area:visible').fill('We deliver on foot.');
  await press(owner.page, 'action.save');
  await owner.page.locator('main').getByText(words('policyState.part'), { exact: true }).waitFor();
  await owner.seen('a legal text, saved');
  await read(visitor);
  await press(owner.page, 'policies.remove');
  await owner.page.locator('dialog[open] button.danger').click();
  await owner.page.getByText(words('policies.removed', { title: words('policyKind.DELIVERY') })).waitFor();
  assert.equal(await statusOf(visitor), 404, 'a text that was taken away has a page');
  await owner.leave();
  await visitor.leave();
}

const statusOf = async ({ page }) => (await page.request.get(`${origin}${SHOP}/legal/delivery`)).status();

async function read({ page, seen }) {
  await page.goto(`${SHOP}/legal/imprint`);
  await page.locator('dl.facts-list dd[x-text]').filter({ hasText: 'Papyrus' }).first().waitFor();
  await seen('who sells');
  await page.locator('footer .legal-links a[href$="/legal/delivery"]').click();
  await page.locator('.prose[x-rich]').getByText('We deliver on foot.').waitFor();
  await settle(page);
  assert.match(await page.title(), /^.+ · Papyrus$/);
  await seen('a legal text in the shop');
}
