import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { goTo, reset } from './browser.mjs';

const { list } = await import('../shared/js/list.js');
const { mix } = await import('../shared/js/dom.js');
const { onTheTrail } = await import('../../admin-ui/js/trail.js');

beforeEach(reset);

/** A list of four pages, which begin after '', a, b and c. */
async function at(address) {
  goTo(address);
  const load = async ({ page }) => {
    const end = { a: 'b', b: 'c', c: 'd' }[page.after] ?? 'a';
    return { nodes: [{ id: end }], pageInfo: { hasNextPage: end !== 'd', hasPreviousPage: false, endCursor: end } };
  };
  const page = mix(list({ load, filters: { view: '' }, pageSize: 1 }), onTheTrail);
  page.$root = { scrollIntoView() {} };
  await page.init();
  return page;
}

test('each page of a list that only goes on knows the one before it', async () => {
  const seen = ['/vendor/papyrus/media?view=USED'];
  let page = await at(seen[0]);
  assert.equal(page.previousAddress, null);
  while (page.nextAddress) {
    seen.push(page.nextAddress);
    page = await at(page.nextAddress);
  }
  assert.equal(seen.length, 4);
  assert.equal(seen[3], '/vendor/papyrus/media?view=USED&after=c&past=&past=a&past=b');
  for (const before of seen.slice(0, -1).reverse()) {
    assert.equal(page.previousAddress, before);
    assert.equal(page.lost, false);
    page = await at(before);
  }
});

test('a page that does not know its way leads to the first', async () => {
  const page = await at('/vendor/papyrus/media?view=USED&after=b');
  assert.equal(page.lost, true);
  assert.equal(page.previousAddress, '/vendor/papyrus/media?view=USED');
});

test('another view begins at its first page', async () => {
  const page = await at('/vendor/papyrus/media?view=USED&after=b&past=&past=a');
  assert.equal(page.address({ filters: { view: '' } }), '/vendor/papyrus/media');
});

test('the way back is not longer than an address can be', async () => {
  const past = Array.from({ length: 30 }, (_, n) => `past=p${n}`).join('&');
  const next = (await at(`/vendor/papyrus/media?after=b&${past}`)).nextAddress;
  assert.equal(next.match(/past=/g).length, 20);
  assert.ok(next.endsWith('&past=p29&past=b'));
});
