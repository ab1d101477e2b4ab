// What a source's price rule makes of a price, as the server reckons: in the smallest units of a currency, half a unit
// being one; markup, then surcharge, then up to the ending that is wanted.
const BASIS = 10000n;
const ENDS = { END_99: 99n, END_95: 95n, END_90: 90n, WHOLE: 0n };

const DECIMAL = /^-?\d{1,12}([.,]\d{1,4})?$/;

/** A decimal as people write it, in units of 10^-digits; null where it is none, or has more decimals. */
export function units(text, digits) {
  const plain = text.trim();
  if (!DECIMAL.test(plain)) return null;
  const [whole, part = ''] = plain.replace(',', '.').split('.');
  const kept = part.replace(/0+$/, '');
  if (kept.length > digits) return null;
  return BigInt(whole + kept.padEnd(digits, '0'));
}

/** Units of 10^-digits as a decimal of the wire. */
export function decimal(value, digits) {
  const sign = value < 0n ? '-' : '';
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  return sign + (digits > 0 ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text);
}

/**
 * The steps from a feed's price to the shop's: {marked, added, price} as decimals, or null where something is no number.
 * markup in percent, surcharge and price in the currency, which has `digits` decimals.
 */
export function reckon({ markup, surcharge, rounding }, price, digits) {
  const [percent, more, feed] = [units(markup || '0', 2), units(surcharge || '0', digits), units(price, digits)];
  if (percent === null || more === null || feed === null || feed < 0n) return null;
  const factor = BASIS + percent;
  const marked = factor > 0n ? (feed * factor + BASIS / 2n) / BASIS : 0n;
  const added = marked > 0n ? marked + more : 0n;
  return { marked: decimal(marked, digits), added: decimal(added, digits), price: decimal(ended(added > 0n ? added : 0n, rounding, digits), digits) };
}

function ended(price, rounding, digits) {
  if (price === 0n || !(rounding in ENDS)) return price;
  const unit = 10n ** BigInt(digits);
  const up = price - (price % unit) + (unit * ENDS[rounding]) / 100n;
  return up < price ? up + unit : up;
}
