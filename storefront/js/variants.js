// Which of a product's variants its options stand for. Pure: a variant is {optionValues, availability, …}, `chosen` the
// values that are picked, in the order of the product's options.

const same = (a, b) => a.length === b.length && a.every((value, index) => value === b[index]);

/** The variant of exactly these values; null where it is not made. */
export const variantOf = (variants, chosen) => variants.find(({ optionValues }) => same(optionValues, chosen)) ?? null;

/** The variant that an address names, by number or id; null where none of them has that. */
export function named(variants, name) {
  return variants.find(({ id, sku }) => name && (id === name || sku === name)) ?? null;
}

/** What an address calls a variant: its number where no sister has the same one, or else its id. */
export function nameOf(variants, variant) {
  const alone = variant.sku && variants.filter(({ sku }) => sku === variant.sku).length === 1;
  return alone ? variant.sku : variant.id;
}

/** The variant that a page starts with: the one that can be bought, or the first. */
export const first = (variants) => variants.find((variant) => variant.availableForSale) ?? variants[0] ?? null;

/**
 * What there is to pick of each option: [{name, index, chosen, items: [{value, chosen, state}]}]. state says what
 * becomes of picking it, everything else left as it is: 'here', 'gone' (sold out) or 'none' (not made).
 */
export function groups(options, variants, chosen) {
  return options.map(({ name, values }, index) => ({
    name,
    index,
    chosen: chosen[index] ?? '',
    items: values.map((value) => ({ value, chosen: value === chosen[index], state: stateOf(variantOf(variants, chosen.with(index, value))) })),
  }));
}

function stateOf(variant) {
  if (!variant) return 'none';
  return variant.availableForSale ? 'here' : 'gone';
}
