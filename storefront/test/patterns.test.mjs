import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { answers, goTo, reset } from './browser.mjs';

const { list } = await import('../shared/js/list.js');
const { form } = await import('../shared/js/form.js');
const { frames } = await import('../shared/js/job.js');
const { mix } = await import('../shared/js/dom.js');

const rows = (...ids) => ({ nodes: ids.map((id) => ({ id })), pageInfo: { hasNextPage: true, endCursor: 'c', hasPreviousPage: false } });

function shelf(load = async () => rows('a', 'b', 'c', 'd')) {
  const page = list({ load, filters: { collection: [], from: '', stock: false }, sorts: ['newest', 'price'], pageSize: 4 });
  page.$root = { scrollIntoView() {} };
  return page;
}

beforeEach(() => {
  reset();
  goTo('/shop/lumiere/products');
});

test('a list reads its state from the address and writes it back the same', async () => {
  goTo('/shop/lumiere/products?q=lampe&collection=a&collection=b&stock=1&sort=price&after=x');
  const page = shelf();
  await page.init();
  assert.deepEqual([page.search, page.filters, page.sort, page.after], ['lampe', { collection: ['a', 'b'], from: '', stock: true }, 'price', 'x']);
  assert.equal(page.address({ after: 'x' }), location.pathname + location.search);
});

test('an order that the list does not know is the first', async () => {
  goTo('/shop/lumiere/products?sort=DROP');
  const page = shelf();
  await page.init();
  assert.equal(page.sort, 'newest');
});

test('a changed filter goes to the first page', async () => {
  goTo('/shop/lumiere/products?after=x');
  const seen = [];
  const page = shelf(async ({ page: at }) => (seen.push(at), rows('a')));
  await page.init();
  await page.toggleFilter('collection', 'a');
  assert.equal(location.search, '?collection=a');
  assert.deepEqual(seen, [{ first: 4, after: 'x' }, { first: 4, after: null }]);
});

test('a page before asks for the last rows before a cursor', async () => {
  goTo('/shop/lumiere/products?before=c');
  const seen = [];
  const page = shelf(async ({ page: at }) => (seen.push(at), rows('a')));
  await page.init();
  assert.deepEqual(seen, [{ last: 4, before: 'c' }]);
});

test('rows stay when a reload fails, and the failure is kept', async () => {
  let fail = false;
  const page = shelf(async () => {
    if (fail) throw Object.assign(new Error('x'), { name: 'ApiError', code: 'INTERNAL' });
    return rows('a');
  });
  await page.init();
  fail = true;
  await page.reload();
  assert.deepEqual([page.phase, page.rows.length, page.failure.code], ['error', 1, 'INTERNAL']);
});

test('only the last of several loads is shown', async () => {
  const waiting = [];
  const page = shelf(() => new Promise((resolve) => waiting.push(resolve)));
  const first = page.reload();
  const second = page.reload();
  waiting[1](rows('new'));
  waiting[0](rows('old'));
  await Promise.all([first, second]);
  assert.equal(page.rows[0].id, 'new');
});

test('shift selects everything from the row before', async () => {
  const page = shelf();
  await page.init();
  page.select('b', {});
  page.select('d', { shiftKey: true });
  assert.deepEqual(page.selected, ['b', 'c', 'd']);
  page.selectAll();
  assert.ok(page.allSelected);
});

test('nothing there and nothing found are told apart', async () => {
  const page = shelf(async () => ({ nodes: [], pageInfo: {} }));
  await page.init();
  assert.ok(page.emptyUnused && !page.emptyFiltered);
  await page.setFilter('stock', true);
  assert.ok(page.emptyFiltered && !page.emptyUnused);
});

test('user errors find their field by their path', async () => {
  const page = form({ values: { email: '', city: '' }, send: async () => [{ message: 'no mail', path: ['input', 'email'] }, { message: 'closed', path: null }] });
  globalThis.requestAnimationFrame = () => {};
  await page.submit(null);
  assert.deepEqual(page.summary, [{ field: 'email', text: 'No mail' }, { field: null, text: 'Closed' }]);
});

test('an attempt keeps its key until it is through or something is changed', async () => {
  const keys = [];
  let fine = false;
  const page = form({ values: { email: 'a' }, send: async (_, key) => (keys.push(key), fine ? [] : [{ message: 'x', path: null }]) });
  await page.submit(null);
  await page.submit(null);
  page.touch('email');
  fine = true;
  await page.submit(null);
  assert.equal(keys[0], keys[1]);
  assert.notEqual(keys[1], keys[2]);
  assert.equal(page.key, null);
});

test('a form is not sent twice at the same time', async () => {
  let times = 0;
  const page = form({ values: {}, send: () => new Promise((resolve) => (times++, setTimeout(() => resolve([]), 5))) });
  await Promise.all([page.submit(null), page.submit(null)]);
  assert.equal(times, 1);
});

test('frames of an event stream survive any cut', async () => {
  const text = ': hello\n\nevent: next\ndata: {"a":\ndata: 1}\n\nevent: complete\n\n';
  for (const size of [1, 3, 7, text.length]) {
    const stream = new ReadableStream({
      start(controller) {
        for (let at = 0; at < text.length; at += size) controller.enqueue(text.slice(at, at + size));
        controller.close();
      },
    });
    const found = [];
    for await (const frame of frames(stream)) found.push(frame);
    assert.deepEqual(found, [{ event: 'next', data: '{"a":1}' }, { event: 'complete', data: '' }]);
  }
});

test('joining objects keeps their getters alive', () => {
  const joined = mix({ n: 1 }, { get double() { return this.n * 2; } });
  joined.n = 4;
  assert.equal(joined.double, 8);
  assert.equal(answers.length, 0);
});
