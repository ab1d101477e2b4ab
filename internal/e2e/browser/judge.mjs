// What axe says of a page. Of all rules that of contrast takes longest by far, so that each text is measured once in each
// look and theme: what has the same classes and states, and so have all around it, has the same colours.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const measured = new Map(); // by look and theme: the texts, as textsOf names them

/** The faults of a page as it stands, whose name ends in the look. */
export async function judge(page, name) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const known = knownOf(page, name);
  const texts = await page.evaluate(textsOf);
  const fresh = texts.flatMap((text, i) => (known.has(text) ? [] : [i]));
  const violations = await page.evaluate(async (which) => {
    const elements = which.map((i) => window.measurable[i]);
    const all = await window.axe.run(document, { resultTypes: ['violations'], preload: false, rules: { 'color-contrast': { enabled: false } } });
    const colours = elements.length === 0 ? [] : (await window.axe.run({ include: elements }, { resultTypes: ['violations'], preload: false, runOnly: ['color-contrast'] })).violations;
    return [...all.violations, ...colours].flatMap(({ id, nodes }) => nodes.map((node) => `axe: ${id} at ${node.target.join(' ')}: ${node.failureSummary}`));
  }, fresh);
  if (violations.length === 0) for (const i of fresh) known.add(texts[i]);
  return violations;
}

// A shop has colours of its own, the consoles have one theme.
function knownOf(page, name) {
  const [area, shop] = new URL(page.url()).pathname.split('/').slice(1);
  const key = `${name.match(/\((\w+)\)$/)[1]} ${area === 'shop' ? shop : 'console'}`;
  if (!measured.has(key)) measured.set(key, new Set());
  return measured.get(key);
}

// Runs in the page: names what can be seen of its texts by how it may be dressed, one of each, and keeps the elements
// for who measures them. What stands in a shadow has no name, and is measured each time.
function textsOf() {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const says = (element) => /^(?:input|select|textarea)$/.test(element.localName) || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
  const dressed = /^(?:class|style|type|disabled|open|placeholder|aria-(?!label|describedby|controls|details|owns|activedescendant)|data-)/;
  const own = (element) => element.localName + [...element.attributes].filter(({ name }) => dressed.test(name)).map(({ name, value }) => `[${name}=${value}]`).join('') + (element.checked ? ':checked' : '');
  const names = new Map();
  const nameOf = (element) => {
    if (!element) return '';
    if (!names.has(element)) names.set(element, `${nameOf(element.parentElement)}>${own(element)}`);
    return names.get(element);
  };
  const found = new Map();
  for (const element of document.body.querySelectorAll('*')) {
    if (element.shadowRoot) found.set(`shadow ${Math.random()}`, element);
    else if (says(element) && shown(element)) found.set(nameOf(element), found.get(nameOf(element)) ?? element);
  }
  window.measurable = [...found.values()];
  return [...found.keys()];
}
