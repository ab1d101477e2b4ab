// Texts in the reader's language. A catalogue is flat JSON: {"cart.title": "Cart", "cart.items": {"one": "{count} item", "other": "{count} items"}}.
import { config } from './config.js';

const catalogue = new Map();

export const locale = document.documentElement.lang || config.locale;

// en has no useful regional default in Europe, and browsers know no Luxembourgish: numbers and dates take these.
const REGIONS = { en: 'en-IE', fr: 'fr-LU', de: 'de-LU', lb: 'de-LU' };
export const formatLocale = REGIONS[locale] ?? locale;

const plurals = new Intl.PluralRules(locale);

/** Loads catalogues; later ones win. Called once by app.js before anything is drawn. */
export async function loadCatalogues(addresses) {
  const files = await Promise.all(addresses.map((address) => fetch(`${address}${locale}.json`).then((answer) => answer.json())));
  for (const file of files) for (const [key, text] of Object.entries(file)) catalogue.set(key, text);
}

/** The text of a key, its {placeholders} filled in. A missing key shows itself, so that it is seen. */
export function t(key, values = {}) {
  const entry = catalogue.get(key);
  const text = typeof entry === 'object' ? (entry[plurals.select(values.count ?? 0)] ?? entry.other) : (entry ?? key);
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? number(value) : String(value);
  });
}

/** Whether the catalogue knows the key: for texts that hang on a server's code. */
export const known = (key) => catalogue.has(key);

export function number(value, options) {
  return new Intl.NumberFormat(formatLocale, options).format(value);
}

const STYLES = {
  date: { dateStyle: 'medium' },
  day: { day: 'numeric', month: 'short' },
  long: { dateStyle: 'long' },
  hour: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  time: { timeStyle: 'short' },
  moment: { dateStyle: 'medium', timeStyle: 'short' },
  exact: { dateStyle: 'medium', timeStyle: 'medium' },
};

export function date(value, style = 'date') {
  return value ? new Intl.DateTimeFormat(formatLocale, STYLES[style]).format(new Date(value)) : '';
}

/** "3 minutes ago", from the largest unit that fits. */
export function ago(value, now = Date.now()) {
  const seconds = (new Date(value).getTime() - now) / 1000;
  const units = [['day', 86400], ['hour', 3600], ['minute', 60]];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}

/** The name of a language or a country in the reader's own. */
export function languageName(code) {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code);
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

export function countryName(code) {
  return new Intl.DisplayNames([locale], { type: 'region' }).of(code);
}

/** The server's words begin small where they may follow others. */
export const sentence = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** Remembers the language for the pages under this base, where the server reads it, and draws the page again in it. */
export function chooseLocale(code) {
  document.cookie = `orion-language=${code}; Path=${config.base}/; Max-Age=31536000; SameSite=Lax`;
  const address = new URL(location.href);
  address.searchParams.delete('lang'); // would go before the cookie
  location.replace(address);
}
