// A way of delivery in words, as the fields of its form, and back as the graph wants it.
import { config } from '/assets/shared/js/config.js';
import { number, t } from '/assets/shared/js/i18n.js';
import { isZero, money } from '/assets/shared/js/money.js';
import { fieldsOf, textIn, textsOf } from './localized.js';

const plain = (text) => text.trim().replace(',', '.');
const count = (text) => (text.trim() === '' ? null : Number(text));

/** Its title in the shop's own language, else in any that it has. */
export const titleOf = (way, language) => textIn(way.titles, language) || way.titles[0]?.text || '';

const cost = (price) => (isZero(price) ? t('delivery.free') : money(price));

// Where a price begins, in what its basis counts.
function beginning({ basis, currencyCode }, from) {
  if (basis === 'TOTAL') return money({ amount: from, currencyCode });
  if (basis === 'QUANTITY') return t('delivery.articles', { count: Number(from) });
  return number(Number(from) / 1000, { style: 'unit', unit: 'kilogram', maximumFractionDigits: 3 });
}

/** "9,90 €, from 5 kg 14,90 €, free from 60 €". */
export function priceWords(way) {
  const parts = way.tiers.map(({ from, price }, i) => (i === 0 ? cost(price) : t('delivery.fromOn', { from: beginning(way, from), price: cost(price) })));
  if (way.freeFrom) parts.push(t('delivery.freeFrom', { amount: money(way.freeFrom) }));
  return parts.join(', ');
}

/** "1 to 2 days"; '' where the shop does not say. */
export function leadWords({ minDays, maxDays }) {
  if (minDays === null) return '';
  return minDays === maxDays ? t('delivery.days', { count: maxDays }) : t('delivery.daysBetween', { min: minDays, count: maxDays });
}

export const EMPTY = { titles: [], descriptions: [], kind: 'SHIPPING', basis: 'FLAT', tiers: [], freeFrom: null, maxWeightGrams: null, minDays: null, maxDays: null, pickupAddress: null, active: true };

// Of an address what the form of a way of delivery has.
const PLACE = ['firstName', 'lastName', 'company', 'line1', 'postalCode', 'city', 'countryCode'];

const placeValues = (address) => Object.fromEntries(PLACE.map((part) => [`pickup_${part}`, address?.[part] ?? (part === 'countryCode' ? config.country : '')]));

// Null, at the shop's own address, where nothing but the country is filled in.
function placeInput(v) {
  const address = Object.fromEntries(PLACE.map((part) => [part, v[`pickup_${part}`].trim()]));
  return PLACE.some((part) => part !== 'countryCode' && address[part] !== '') ? address : null;
}

export const valuesOf = (way) => ({
  ...fieldsOf('title', way.titles),
  ...fieldsOf('description', way.descriptions),
  kind: way.kind,
  basis: way.basis,
  tiers: way.tiers.length > 0 ? way.tiers.map(({ from, price }) => ({ from, price: price.amount })) : [{ from: '0', price: '' }],
  freeFrom: way.freeFrom?.amount ?? '',
  maxWeightGrams: String(way.maxWeightGrams ?? ''),
  minDays: String(way.minDays ?? ''),
  maxDays: String(way.maxDays ?? ''),
  ...placeValues(way.pickupAddress),
  active: way.active,
});

/** DeliveryMethodInput of a form. */
export function inputOf(v) {
  const tiers = v.basis === 'FLAT' ? [{ from: '0', price: v.tiers[0].price }] : v.tiers;
  return {
    titles: textsOf('title', v),
    descriptions: textsOf('description', v),
    kind: v.kind,
    basis: v.basis,
    tiers: tiers.map(({ from, price }, i) => ({ from: i === 0 ? '0' : plain(from), price: plain(price) })),
    freeFrom: v.freeFrom.trim() === '' ? null : plain(v.freeFrom),
    maxWeightGrams: count(v.maxWeightGrams),
    minDays: count(v.minDays),
    maxDays: count(v.maxDays),
    pickupAddress: v.kind === 'PICKUP' ? placeInput(v) : null,
    active: v.active,
  };
}
