// A way of delivery in words, as the fields of its form, and back as the graph wants it.
import { number, t } from '/assets/shared/js/i18n.js';
import { isZero, money } from '/assets/shared/js/money.js';

const TONGUES = ['en', 'fr', 'de'];

const plain = (text) => text.trim().replace(',', '.');
const count = (text) => (text.trim() === '' ? null : Number(text));
const textOf = (texts, language) => texts.find((one) => one.language === language)?.text ?? '';

/** Its title in the shop's own language, else in any that it has. */
export const titleOf = (way, language) => textOf(way.titles, language) || way.titles[0]?.text || '';

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

export const EMPTY = { titles: [], descriptions: [], kind: 'SHIPPING', basis: 'FLAT', tiers: [], freeFrom: null, maxWeightGrams: null, minDays: null, maxDays: null, active: true };

export const valuesOf = (way) => ({
  titleEn: textOf(way.titles, 'en'),
  titleFr: textOf(way.titles, 'fr'),
  titleDe: textOf(way.titles, 'de'),
  kind: way.kind,
  basis: way.basis,
  tiers: way.tiers.length > 0 ? way.tiers.map(({ from, price }) => ({ from, price: price.amount })) : [{ from: '0', price: '' }],
  freeFrom: way.freeFrom?.amount ?? '',
  maxWeightGrams: String(way.maxWeightGrams ?? ''),
  minDays: String(way.minDays ?? ''),
  maxDays: String(way.maxDays ?? ''),
  active: way.active,
});

/** DeliveryMethodInput of a form; what the form does not show stays as it is in `way`. */
export function inputOf(v, way) {
  const titles = { en: v.titleEn, fr: v.titleFr, de: v.titleDe };
  const tiers = v.basis === 'FLAT' ? [{ from: '0', price: v.tiers[0].price }] : v.tiers;
  return {
    titles: TONGUES.filter((language) => titles[language].trim() !== '').map((language) => ({ language, text: titles[language].trim() })),
    descriptions: way.descriptions.map(({ language, text }) => ({ language, text })),
    kind: v.kind,
    basis: v.basis,
    tiers: tiers.map(({ from, price }, i) => ({ from: i === 0 ? '0' : plain(from), price: plain(price) })),
    freeFrom: v.freeFrom.trim() === '' ? null : plain(v.freeFrom),
    maxWeightGrams: count(v.maxWeightGrams),
    minDays: count(v.minDays),
    maxDays: count(v.maxDays),
    pickupAddress: v.kind === 'PICKUP' ? (way.pickupAddress ?? null) : null,
    active: v.active,
  };
}
