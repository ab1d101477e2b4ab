// The English words of the pages, by their keys: what people read is what tests look for.
import { readFileSync } from 'node:fs';

const read = (path) => JSON.parse(readFileSync(new URL(`../../../${path}/locales/en.json`, import.meta.url), 'utf8'));
const catalogue = { ...read('storefront/shared'), ...read('admin-ui') };

export function words(key, values = {}) {
  const entry = catalogue[key];
  if (entry === undefined) throw new Error(`no words for ${key}`);
  const text = typeof entry === 'object' ? (values.count === 1 ? entry.one : entry.other) : entry;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
