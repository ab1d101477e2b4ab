// Money crosses the wire as {amount: "1234.50", currencyCode: "EUR"} and becomes text only here.
import { config } from './config.js';
import { formatLocale } from './i18n.js';

const formats = new Map();

function format(currency) {
  if (!formats.has(currency)) formats.set(currency, new Intl.NumberFormat(formatLocale, { style: 'currency', currency }));
  return formats.get(currency);
}

/** "1.234,50 €"; in a currency that is not the shop's own, its code follows. Empty for no money. */
export function money(value) {
  if (!value) return '';
  // Intl takes the decimal string as it is: no detour through a float.
  const text = format(value.currencyCode).format(value.amount);
  return !config.currency || value.currencyCode === config.currency ? text : `${text} ${value.currencyCode}`;
}

/** One price, or "from" the lowest: {min, max} of a product. */
export function priceRange(range) {
  return { text: money(range?.min), varies: Boolean(range) && range.min.amount !== range.max.amount };
}

/** True for "0", "0.00" and no money at all. */
export const isZero = (value) => !value || Number(value.amount) === 0;

/** An IBAN in groups of four, as people write it (ISO 13616). */
export const ibanText = (iban) => iban.replace(/(.{4})(?=.)/g, '$1 ');
