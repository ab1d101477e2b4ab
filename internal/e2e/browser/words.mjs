// The English words of the pages, by their keys: what people read is what tests look for.
import { readFileSync } from 'node:fs';

const read = (path) => JSON.parse(readFileSync(new URL(`../../../${path}/locales/en.json`, import.meta.url), 'utf8'));
const shared = read('storefront/shared');
const keys = new Set(Object.keys({ ...shared, ...read('storefront'), ...read('admin-ui') }));

/** Whether a text is the key of words instead of the words. */
export const isKey = (text) => keys.has(text);

/** Of the consoles. */
export const words = from({ ...shared, ...read('admin-ui') });

/** Of the shops. */
export const shopWords = from({ ...shared, ...read('storefront') });

function from(catalogue) {
  return (key, values = {}) => fill(catalogue[key], key, values);
}

function fill(entry, key, values) {
  if (entry === undefined) throw new Error(`no words for ${key}`);
  const text = typeof entry === 'object' ? (values.count === 1 ? entry.one : entry.other) : entry;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
