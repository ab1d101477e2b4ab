// What pages of a shop may weigh, and that they do not jump: the picture that is largest is fetched first, nothing moves
// between bones and goods, and what we wrote ourselves stays small.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { person, settle } from './watch.mjs';

const OWN = { product: 25_000, other: 27_000 }; // bytes of script, each file compressed by brotli
const STYLE = 14_000;
const JUMP = 0.001; // of the screen: rounding, and nothing that anybody sees

const PAGES = [
  ['home', ''],
  ['products', 'products'],
  ['product', 'products/meridian-notebook'],
  ['search', 'search?q=paper'],
  ['collection', 'collections/notebooks'],
];

export function budgetJourneys() {
  for (const look of ['desktop', 'phone']) for (const [name, address] of PAGES) test(`the ${name} page holds its budget on a ${look}`, () => weigh(look, name, address));
  test('what a vendor writes is shown without anything that runs', hostile);
}

async function weigh(look, name, address) {
  const who = await person(look);
  const { page } = who;
  const files = [];
  page.on('response', (answer) => /\.(?:js|css)(?:\?|$)/.test(answer.url()) && !answer.url().includes('/assets/lib/') && files.push(answer));
  await page.addInitScript(() => {
    window.jumps = [];
    const nameOf = (node) => node && `${node.nodeName}.${node.className}`;
    new window.PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.jumps.push({ value: entry.value, what: entry.sources.map(({ node }) => nameOf(node)).join(' ') });
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`/shop/papyrus/${address}`);
  await settle(page);
  await page.locator('main img:visible').first().waitFor();
  await page.waitForTimeout(500);
  await who.seen(`${name}, weighed`);
  await still(page, name);
  await preloaded(page, name);
  assert.ok((await weight(files, '.js')) <= (OWN[name] ?? OWN.other), `${name}: ${await weight(files, '.js')} bytes of script`);
  assert.ok((await weight(files, '.css')) <= STYLE, `${name}: ${await weight(files, '.css')} bytes of style`);
  await who.leave();
}

async function still(page, name) {
  const jumps = await page.evaluate(() => window.jumps);
  const sum = jumps.reduce((all, { value }) => all + value, 0);
  assert.ok(sum <= JUMP, `${name} jumps by ${sum}: ${JSON.stringify(jumps)}`);
}

// A search does not know its pictures before it has an answer; of every other page one of the largest is fetched first.
async function preloaded(page, name) {
  if (name === 'search') return;
  const { largest, links } = await page.evaluate(() => {
    const seen = [...document.querySelectorAll('main img')].filter((picture) => picture.currentSrc && picture.checkVisibility() && picture.getBoundingClientRect().top < window.innerHeight);
    const size = ({ clientWidth, clientHeight }) => clientWidth * clientHeight;
    const most = Math.max(...seen.map(size));
    return {
      largest: seen.filter((picture) => size(picture) === most).map(({ currentSrc }) => new URL(currentSrc).pathname),
      links: [...document.querySelectorAll('link[rel="preload"][as="image"]')].map((link) => `${link.href} ${link.imageSrcset}`),
    };
  });
  assert.ok(largest.some((picture) => links.some((link) => link.includes(picture))), `${name}: none of ${largest} is among ${links}`);
}

async function weight(files, ending) {
  const own = files.filter((answer) => new URL(answer.url()).pathname.endsWith(ending));
  const sizes = await Promise.all(own.map(async (answer) => brotliCompressSync(await answer.body()).length));
  return sizes.reduce((all, size) => all + size, 0);
}

const HOSTILE = `<h3 onclick="alert(1)" style="color:red" id="buy">Words</h3><script>alert(1)</script><img src="x" onerror="alert(1)"><iframe src="//evil.example"></iframe>
<a href="javascript:alert(1)">bad</a> <a href="//evil.example">worse</a> <a href="https://example.org" target="_top">good</a><form action="/x"><input name="a"></form>
<svg><a xlink:href="javascript:alert(1)"><text>drawn</text></a></svg><math><mtext><style><img src=x onerror=alert(1)></style></mtext></math><p data-x="1" x-data="evil">More</p>`;

async function hostile() {
  const who = await person('desktop');
  const { page } = who;
  // Chromium tells of handlers even in the document that DOMPurify takes them from, where nothing runs.
  await page.route('**/csp-report', (report) => report.fulfill({ status: 204 }));
  await page.goto('/shop/papyrus/products/meridian-notebook');
  await page.locator('.words p').first().waitFor();
  const shown = await page.evaluate(async (html) => {
    const { rich } = await import('/assets/shop/js/rich.js');
    const box = document.createElement('div');
    box.append(await rich(html));
    return { elements: [...box.querySelectorAll('*')].map((node) => [node.localName, ...[...node.attributes].map(({ name, value }) => `${name}=${value}`)].join(' ')), text: box.textContent };
  }, HOSTILE);
  assert.deepEqual(shown.elements, ['h3', 'a rel=nofollow noopener', 'a rel=nofollow noopener', 'a href=https://example.org rel=nofollow noopener', 'p']);
  assert.match(shown.text, /Words[\s\S]*More/);
  assert.doesNotMatch(shown.text, /alert/);
  await who.leave();
}
