// What a list of goods is narrowed by, between three shapes: the address, what the graph takes, and what is shown. Pure.

/** As they stand in an address; see list.js. An option is written "Size:M". */
export const BLANK = { category: '', brand: [], tag: [], option: [], from: '', to: '', stock: false };

/** "12,50" is as good as "12.50"; what is no amount is forgotten. */
export function amount(text) {
  const value = String(text).trim().replace(',', '.');
  return /^\d{1,9}(\.\d{1,2})?$/.test(value) ? value : '';
}

/** The graph's SearchFilters. */
export function searchFilters({ category, brand, tag, option, from, to, stock }, collection = null) {
  const price = { ...(amount(from) && { gte: amount(from) }), ...(amount(to) && { lte: amount(to) }) };
  return {
    ...(collection && { collection }),
    ...(category && { category }),
    ...(brand.length > 0 && { brand }),
    ...(tag.length > 0 && { tag }),
    ...(option.length > 0 && { options: optionFilters(option) }),
    ...((price.gte || price.lte) && { price }),
    ...(stock && { inStock: true }),
  };
}

/** "Size:M", "Size:L" are one filter of two values; "a: b" may stand in the value. */
export function optionFilters(written) {
  const values = new Map();
  for (const one of written) {
    const [name, value] = optionOf(one);
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return Array.from(values, ([name, of]) => ({ name, values: of }));
}

/** The name and the value of an option as it is written. */
export function optionOf(written) {
  const at = written.indexOf(':');
  return [written.slice(0, at), written.slice(at + 1)];
}

const MOST = 8;

/**
 * The groups to pick values from: all that there are in `whole`, with the counts that `now` has; what is not there now
 * counts nothing. `opened` are the keys of groups that are shown at full length.
 */
export function facetGroups(whole, now, filters, opened) {
  const counts = new Map(now.map((facet) => [facet.key, new Map(facet.values.map((value) => [value.value, value]))]));
  return whole.filter(({ key }) => key === 'brand' || key === 'tag' || key.startsWith('option:')).map((facet) => {
    const values = facet.values.map((value) => item(facet.key, value, counts.get(facet.key)?.get(value.value), filters));
    const long = values.length > MOST && !opened.includes(facet.key);
    return { key: facet.key, label: facet.label, items: long ? values.filter((value, index) => index < MOST || value.selected) : values, more: long ? values.length : 0 };
  });
}

function item(key, { value, label }, now, filters) {
  const [name, written] = key.startsWith('option:') ? ['option', `${key.slice(7)}:${value}`] : [key, value];
  const selected = filters[name].includes(written);
  return { name, value: written, label, count: now?.count ?? 0, selected, idle: !now?.count && !selected };
}

/** Of a facet's value now: how many there are. */
export function countOf(facets, key, value) {
  return facets.find((facet) => facet.key === key)?.values.find((one) => one.value === value)?.count ?? 0;
}

/**
 * The categories as a tree in rows: those at the top, and below the chosen one and those above it their own. Counted
 * by what is there now; one that never held anything here is left out.
 */
export function categoryRows(tree, whole, now, chosen) {
  const held = new Set(whole.find(({ key }) => key === 'category')?.values.map(({ value }) => value) ?? []);
  const byId = new Map(tree.map((category) => [category.id, category]));
  const way = [];
  for (let at = byId.get(chosen); at; at = byId.get(at.parentId)) way.push(at.id);
  const row = ({ id, title }, depth) => {
    const count = countOf(now, 'category', id);
    return { id, title, depth, count, selected: id === chosen, idle: count === 0 && id !== chosen };
  };
  const under = (parent, depth) => tree.filter(({ id, parentId }) => (parentId ?? null) === parent && held.has(id)).flatMap((category) => [row(category, depth), ...(way.includes(category.id) ? under(category.id, depth + 1) : [])]);
  return under(null, 0);
}
