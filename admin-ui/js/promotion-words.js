// A promotion in one sentence, as somebody would say it: "15 % off lamps, from 50 €, once per customer, until 31 Dec".
import { date, formatLocale, number, t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';

const NAMED = 2; // goods that are named; of more it is said how many there are

const listed = (parts, type = 'conjunction') => new Intl.ListFormat(formatLocale, { type }).format(parts);

function off({ percentBp, amount, freeDelivery }) {
  const parts = [];
  if (percentBp > 0) parts.push(t('promotion.percentOff', { percent: number(percentBp / 10_000, { style: 'percent', maximumFractionDigits: 2 }) }));
  if (amount && Number(amount.amount) > 0) parts.push(t('promotion.amountOff', { amount: money(amount) }));
  if (freeDelivery) parts.push(t('promotion.freeDelivery'));
  return listed(parts);
}

function goods({ products, collections }) {
  const names = [...collections, ...products].map(({ title }) => title);
  if (names.length === 0) return '';
  return names.length <= NAMED ? listed(names) : t('promotion.severalGoods', { count: names.length });
}

/** The sentence; '' as long as nothing is taken off. */
export function sentenceOf(promotion) {
  const what = off(promotion);
  if (!what) return '';
  const about = goods(promotion);
  const { minimum, customerLimit, usageLimit, startsAt, endsAt, code } = promotion;
  return [
    about ? t('promotion.on', { what, goods: about }) : what,
    minimum && Number(minimum.amount) > 0 && t('promotion.fromAmount', { amount: money(minimum) }),
    code && t('promotion.withCode', { code }),
    customerLimit > 0 && t('promotion.perCustomer', { count: customerLimit }),
    usageLimit > 0 && t('promotion.firstOrders', { count: usageLimit }),
    startsAt && new Date(startsAt) > new Date() && t('promotion.starting', { day: date(startsAt, 'day') }),
    endsAt && t('promotion.until', { day: date(endsAt, 'day') }),
  ].filter(Boolean).join(', ');
}
