// What a change by percent makes of a price, as the server reckons where it changes all that match: in the smallest units
// of the currency, half a unit away from zero.
import { decimal, units } from './price-rule.js';

const HUNDRED = 10_000n; // per cent, with two decimals

const digitsOf = (amount) => (amount.split('.')[1] ?? '').length;

/** Whether a text is a percentage that prices can be changed by. */
export function percentOf(text) {
  const percent = units(text, 2);
  return percent !== null && percent >= -9000n && percent <= 100000n ? percent : null;
}

/**
 * A variant {id, price, compareAtPrice} as ProductVariantUpdateInput. As a reduction the price before becomes the one that
 * is crossed out; one that is no longer above the price goes.
 */
export function repriced({ id, price, compareAtPrice }, percent, asReduction) {
  const digits = digitsOf(price.amount);
  const was = units(price.amount, digits);
  const now = (was * (HUNDRED + percent) * 2n + HUNDRED) / (HUNDRED * 2n);
  const before = compareAtPrice ? units(compareAtPrice.amount, digits) : null;
  const input = { id, price: decimal(now, digits) };
  if (asReduction && now < was) input.compareAtPrice = price.amount;
  else if (before !== null && (asReduction || before <= now)) input.compareAtPrice = '';
  return input;
}
