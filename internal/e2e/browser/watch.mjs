// The browser of all journeys, and what is looked at on every page that they come through.
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { judge } from './judge.mjs';
import { isKey } from './words.mjs';

export const origin = process.env.ORION_E2E_URL;
export const password = process.env.ORION_E2E_PASSWORD;

// Pages live for seconds: to make machine code of their scripts takes a quarter of all the work and saves none.
const interpreted = '--js-flags=--no-opt --no-sparkplug --no-maglev';
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', interpreted];

const LOOKS = {
  desktop: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, colorScheme: 'dark' },
};

let browser;

export async function launch() {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: quiet });
}

export const quit = () => browser?.close();

/**
 * A person at a screen of their own: look is desktop (light) or phone (dark), home the host of the pages that they see,
 * which ask the platform's all the same. `page` is a Playwright page; seen() says
 * that the page as it stands is without fault, seenIn() another tab of theirs; expect(pattern) names a complaint of the
 * browser that is meant to come.
 */
export async function person(look, home = origin) {
  const context = await browser.newContext({ ...LOOKS[look], baseURL: home, locale: 'en', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const faults = [];
  const meant = [];
  await listen(context, page, [origin, home].map((address) => new URL(address).origin), (fault) => meant.some((pattern) => pattern.test(fault)) || faults.push(fault));
  return {
    page,
    look,
    phone: look === 'phone',
    expect: (pattern) => meant.push(pattern),
    seen: (name) => seen(page, `${name} (${look})`, faults),
    seenIn: (tab, name) => seen(tab, `${name} (${look})`, faults),
    leave: () => context.close(),
  };
}

async function listen(context, page, hosts, complain) {
  await context.exposeBinding('orionViolation', (_, text) => complain(`policy: ${text}`));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => window.orionViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
  });
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complain(`console: ${message.text()} ${message.location().url}`));
  page.on('pageerror', (error) => complain(`script: ${error.stack}`));
  context.on('request', (request) => {
    const { protocol, origin: where, pathname } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && !hosts.includes(where)) complain(`foreign: ${request.url()}`);
    if (pathname === '/csp-report') complain(`policy: reported ${request.postData()}`);
  });
}

/** Waits until the page has drawn what it asked for. */
export async function settle(page) {
  await page.waitForFunction(() => {
    const shown = (element) => element.checkVisibility({ visibilityProperty: true });
    const busy = [...document.querySelectorAll('.bone, [aria-busy="true"]')].some(shown);
    return document.documentElement.dataset.ready !== undefined && !busy && [...document.images].every((image) => image.loading === 'lazy' || image.complete);
  });
}

/** Answers what the page asks of the graph as a server that is down would; `which(operation)` picks the operations. */
export async function refuse({ page, expect }, which = () => true) {
  expect(/status of 503/);
  const body = JSON.stringify({ errors: [{ message: 'down', extensions: { code: 'UNAVAILABLE' } }] });
  await page.route('**/graphql*', (route) => {
    const request = route.request();
    const operation = request.method() === 'GET' ? new URL(request.url()).searchParams.get('operationName') : request.postDataJSON().operationName;
    return which(operation) ? route.fulfill({ status: 503, contentType: 'application/json', body }) : route.continue();
  });
}

async function seen(page, name, faults) {
  await settle(page);
  if (process.env.ORION_E2E_SEEN) appendFileSync(process.env.ORION_E2E_SEEN, `${new URL(page.url()).pathname}\n`);
  const violations = await judge(page, name);
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const over = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1).slice(0, 5);
    return scrollWidth > clientWidth ? [`overflow: ${scrollWidth} in ${clientWidth}: ${over.map((element) => element.tagName + '.' + element.className).join(', ')}`] : [];
  });
  const keys = await page.evaluate(() => {
    const names = [...document.querySelectorAll('code, pre, .mono')].map((element) => element.textContent).join(' '); // of programs: meant as they are
    return (document.body.innerText.match(/(?<![\w./@-])[a-z]+[A-Za-z]*\.[a-z]+[A-Z]?[A-Za-z]*(?![\w./@-])/g) ?? []).filter((text) => !names.includes(text));
  });
  const untranslated = keys.filter((text) => /^(account|action|card|cart|checkout|error|filter|form|home|list|login|missing|nav|order|pager|price|product|products|search|shell|sort|stock|theme)\./.test(text)).map((key) => `text: ${key} has no words`);
  const choices = await page.evaluate(() => [...document.querySelectorAll('option')].map((option) => option.textContent));
  const wordless = choices.filter(isKey).map((key) => `text: a choice shows ${key}`);
  assert.deepEqual([...violations, ...wide, ...untranslated, ...wordless, ...faults], [], `${name}: ${page.url()}`);
}
