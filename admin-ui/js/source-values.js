// A source as the fields of its form, and what changed of it as the graph wants it.
import { mappingInput, mappingOf } from './mapping.js';
import { presetOf, PRESETS } from './schedule.js';

const PLAIN = ['name', 'format', 'currencyCode', 'decimalMark', 'encoding', 'separator', 'feedUrl', 'complete', 'stockPolicy', 'taxClass'];
const RULE = ['markup', 'surcharge', 'rounding'];
const zero = (amount) => (Number(amount) === 0 ? '' : amount);

export function valuesOf(source) {
  const { priceRule, languages, categoryMap, mapping } = source;
  const values = {
    language: languages[0] ?? 'en',
    others: languages.slice(1),
    preset: presetOf(source.schedule),
    cron: source.schedule ?? '',
    username: '',
    password: '',
    markup: zero(priceRule.markupPercent),
    surcharge: zero(priceRule.surcharge.amount),
    rounding: priceRule.rounding,
    failureLimit: String(source.failureLimit),
    defaultStock: String(source.defaultStock),
    categoryMap: categoryMap.map(({ from, productType, collection, category }) => ({ from, productType, collectionId: collection?.id ?? '', categoryId: category?.id ?? '' })),
    mapping: mapping ? mappingInput(mappingOf(mapping)) : null,
  };
  for (const name of PLAIN) values[name] = source[name] ?? '';
  return values;
}

/** The fields of a form that nothing has been loaded for. */
export const BLANK = valuesOf({ languages: ['en'], priceRule: { markupPercent: '0', surcharge: { amount: '0' }, rounding: 'NONE' }, categoryMap: [], mapping: null, complete: false, failureLimit: 5, defaultStock: 0 });

export const scheduleOf = ({ preset, cron }) => (preset === 'own' ? cron.trim() : PRESETS.find(([name]) => name === preset)[1]);

const ruleInput = ({ from, productType, collectionId, categoryId }) => ({ from: from.trim(), productType: productType.trim(), collectionId: collectionId || null, categoryId: categoryId || null });

const number = (text) => text.trim().replace(',', '.') || '0';

/** MarketplaceSourceInput of those fields that are named. */
export function inputOf(values, names) {
  const has = (...some) => some.some((name) => names.includes(name));
  const input = {};
  for (const name of PLAIN) if (has(name)) input[name] = typeof values[name] === 'string' ? values[name].trim() : values[name];
  if (has('separator')) input.separator = values.separator; // a tab is no blank to cut off
  for (const name of ['failureLimit', 'defaultStock']) if (has(name)) input[name] = Number(values[name]);
  if (has('language', 'others')) input.languages = [values.language, ...values.others.filter((one) => one !== values.language)];
  if (has('preset', 'cron')) input.schedule = scheduleOf(values);
  // An amount is in the source's currency, so with another one it is said anew.
  if (has('currencyCode', ...RULE)) input.priceRule = { markupPercent: number(values.markup), surcharge: number(values.surcharge), rounding: values.rounding };
  if (has('categoryMap')) input.categoryMap = values.categoryMap.filter(({ from }) => from.trim() !== '').map(ruleInput);
  if (has('username', 'password') && values.username !== '') input.credentials = { username: values.username, password: values.password };
  if (has('mapping') && values.mapping) input.mapping = values.mapping;
  return input;
}

/** The field of the form that a path of the graph means. */
export function fieldOf(path) {
  if (path.includes('categoryMap')) return 'categoryMap';
  if (path.includes('mapping')) return 'mapping';
  if (path.includes('languages')) return 'language';
  if (path.includes('schedule')) return 'cron';
  if (path.includes('markupPercent')) return 'markup';
  if (path.includes('credentials')) return path.at(-1) === 'password' ? 'password' : 'username';
  return path.at(-1);
}
