// Sums over days. Amounts are decimal strings: they are added in the currency's smallest unit, never as floats.

function minor(amount) {
  const [whole, part = ''] = amount.split('.');
  return { value: BigInt(whole + part), digits: part.length };
}

function decimal(value, digits) {
  const text = value.toString().padStart(digits + 1, '0');
  return digits > 0 ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text;
}

/** What days come to: {total, average, orders, value}; value is the total as a number, for comparing only. */
export function sales(days, currencyCode) {
  let sum = 0n;
  let digits = 0;
  for (const day of days) {
    const one = minor(day.total.amount);
    sum += one.value;
    digits = one.digits;
  }
  const orders = days.reduce((count, day) => count + day.orders, 0);
  const average = orders > 0 ? (sum + BigInt(orders) / 2n) / BigInt(orders) : 0n;
  const money = (value) => ({ amount: decimal(value, digits), currencyCode });
  return { total: money(sum), average: money(average), orders, value: Number(decimal(sum, digits)) };
}

/** The best day's amount. */
sales.most = (days, currencyCode) => ({
  amount: days.reduce((best, day) => (Number(day.total.amount) > Number(best) ? day.total.amount : best), '0'),
  currencyCode,
});
