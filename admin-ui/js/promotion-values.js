// A promotion as the fields of its form, and back as the graph wants it.
import { config } from '/assets/shared/js/config.js';
import { fieldsOf, textsOf } from './localized.js';
import { fromLocal, toLocal } from './moment.js';

const count = (text) => (text.trim() === '' ? null : Number(text));
const amount = (text) => (text.trim() === '' ? null : text.trim().replace(',', '.'));
const basisPoints = (text) => Math.round(Number(text.trim().replace(',', '.') || 0) * 100);

export const EMPTY = {
  title: '', publicTitles: [], code: null, percentBp: 0, amount: null, freeDelivery: false, minimum: null, combines: false, priority: 0,
  usageLimit: null, customerLimit: null, startsAt: null, endsAt: null, products: [], collections: [],
};

export function valuesOf(p) {
  return {
    title: p.title,
    ...fieldsOf('title', p.publicTitles.map(({ language, title }) => ({ language, text: title }))),
    by: p.code === null && p.title !== '' ? 'itself' : 'code',
    code: p.code ?? '',
    percentBp: p.percentBp > 0 ? String(p.percentBp / 100) : '',
    amount: p.amount?.amount ?? '',
    freeDelivery: p.freeDelivery,
    minimum: p.minimum?.amount ?? '',
    usageLimit: String(p.usageLimit ?? ''),
    customerLimit: String(p.customerLimit ?? ''),
    startsAt: toLocal(p.startsAt),
    endsAt: toLocal(p.endsAt),
    combines: p.combines,
    priority: String(p.priority),
    products: p.products.map(({ id, title }) => ({ id, title })),
    collections: p.collections.map(({ id, title }) => ({ id, title })),
  };
}

/** PromotionInput of a form. */
export function inputOf(v) {
  return {
    title: v.title.trim(),
    publicTitles: textsOf('title', v).map(({ language, text }) => ({ language, title: text })),
    code: v.by === 'code' ? v.code.trim() : null,
    percentBp: basisPoints(v.percentBp),
    amount: amount(v.amount),
    freeDelivery: v.freeDelivery,
    minimum: amount(v.minimum),
    productIds: v.products.map(({ id }) => id),
    collectionIds: v.collections.map(({ id }) => id),
    combines: v.combines,
    priority: count(v.priority) ?? 0,
    usageLimit: count(v.usageLimit),
    customerLimit: count(v.customerLimit),
    startsAt: fromLocal(v.startsAt),
    endsAt: fromLocal(v.endsAt),
  };
}

const inShop = (text) => (Number(amount(text)) > 0 ? { amount: amount(text), currencyCode: config.currency } : null);

/** What is written so far as a promotion, for its sentence. */
export const draftOf = (v) => ({
  percentBp: basisPoints(v.percentBp) || 0,
  amount: inShop(v.amount),
  freeDelivery: v.freeDelivery,
  minimum: inShop(v.minimum),
  code: v.by === 'code' ? v.code.replace(/\s/g, '').toUpperCase() : null,
  usageLimit: count(v.usageLimit),
  customerLimit: count(v.customerLimit),
  startsAt: fromLocal(v.startsAt),
  endsAt: fromLocal(v.endsAt),
  products: v.products,
  collections: v.collections,
});
