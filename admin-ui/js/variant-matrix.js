// The variants of a product as a table of what is written: {key, id, optionValues, sku, price, …}. Nothing here asks the
// graph; the page keeps what these functions return.

/** What is written of each variant; price is the first that a paste fills. */
export const COLUMNS = ['sku', 'price', 'compareAtPrice', 'cost', 'gtin', 'weightGrams'];

/** So many variants a product can have, and so many things they can differ in. */
export const MOST = 250;
export const MOST_OPTIONS = 3;

const AMOUNTS = ['price', 'compareAtPrice', 'cost'];

const keyOf = (values) => JSON.stringify(values);

/** A variant of the graph as a row. */
export function cellOf(variant) {
  return {
    key: variant.id,
    id: variant.id,
    optionValues: [...variant.optionValues],
    sku: variant.sku ?? '',
    price: variant.price.amount,
    compareAtPrice: variant.compareAtPrice?.amount ?? '',
    cost: variant.cost?.amount ?? '',
    gtin: variant.gtin ?? '',
    weightGrams: variant.weightGrams === null || variant.weightGrams === undefined ? '' : String(variant.weightGrams),
    mediaId: variant.media?.id ?? '',
  };
}

// A sister: the same prices, and nothing that only one can have.
const sister = (cell, optionValues) => ({ ...cell, key: keyOf(optionValues), id: null, optionValues, sku: '', gtin: '' });

/** Rows in the order of the options' values. */
function sorted(options, cells) {
  const place = (cell) => cell.optionValues.map((value, at) => options[at].values.indexOf(value));
  const behind = (a, b) => a.map((one, at) => one - b[at]).find((difference) => difference !== 0) ?? 0;
  return cells.toSorted((a, b) => behind(place(a), place(b)));
}

/** A new thing that the variants differ in: those there are take its first value, and get a sister for each other one. */
export function addOption({ options, cells }, name, values) {
  const next = [...options, { name, values }];
  const rows = cells.flatMap((cell) => values.map((value, at) => (at === 0 ? { ...cell, optionValues: [...cell.optionValues, value] } : sister(cell, [...cell.optionValues, value]))));
  return { options: next, cells: sorted(next, rows) };
}

/** One value more of an option: with each combination that the others stand in. */
export function addValue({ options, cells }, at, value) {
  const next = options.map((option, i) => (i === at ? { ...option, values: [...option.values, value] } : option));
  const made = new Map();
  for (const cell of cells) {
    const values = cell.optionValues.with(at, value);
    if (!made.has(keyOf(values))) made.set(keyOf(values), sister(cell, values));
  }
  return { options: next, cells: sorted(next, [...cells, ...made.values()]) };
}

/** Without a value, and without the variants that have it; the last value takes the option with it. */
export function removeValue(state, at, value) {
  if (state.options[at].values.length === 1) return removeOption(state, at);
  const options = state.options.map((option, i) => (i === at ? { ...option, values: option.values.filter((one) => one !== value) } : option));
  return { options, cells: state.cells.filter((cell) => cell.optionValues[at] !== value) };
}

/** Without an option: of those that are alike then, the first stays. */
export function removeOption({ options, cells }, at) {
  const kept = new Map();
  for (const cell of cells) {
    const optionValues = cell.optionValues.toSpliced(at, 1);
    if (!kept.has(keyOf(optionValues))) kept.set(keyOf(optionValues), { ...cell, optionValues });
  }
  return { options: options.toSpliced(at, 1), cells: [...kept.values()] };
}

/** What somebody wrote as an amount, as the graph wants it. */
export const amount = (text) => text.trim().replace(',', '.');

// What of a row differs from what is saved, as the graph wants it.
function written(cell, before) {
  const input = {};
  for (const name of [...COLUMNS, 'mediaId']) {
    if (before ? cell[name] === before[name] : cell[name] === '') continue;
    if (name === 'weightGrams') input[name] = cell[name].trim() === '' ? -1 : Number(cell[name]);
    else input[name] = AMOUNTS.includes(name) ? amount(cell[name]) : cell[name].trim();
  }
  return input;
}

/** The input that makes what is saved into what is written: {set} where variants come or go, {update} where they stay. */
export function changes(now, before) {
  const old = new Map(before.cells.map((cell) => [cell.id, cell]));
  const shape = ({ options, cells }) => JSON.stringify([options, cells.map(({ id, optionValues }) => [id, optionValues])]);
  if (shape(now) === shape(before)) {
    const changed = now.cells.filter((cell) => JSON.stringify(cell) !== JSON.stringify(old.get(cell.id)));
    return { update: changed.map((cell) => ({ id: cell.id, ...written(cell, old.get(cell.id)) })), rows: changed.map(({ key }) => key) };
  }
  const set = now.cells.map((cell) => ({ ...(cell.id ? { id: cell.id } : {}), optionValues: cell.optionValues, ...written(cell, cell.id ? old.get(cell.id) : null) }));
  return { set, rows: now.cells.map(({ key }) => key) };
}

/** What is wrong with a row before it is sent: {column: code of a text}. */
export function faults(cell) {
  const found = {};
  for (const name of AMOUNTS) if (cell[name].trim() !== '' && !/^\d{1,9}(?:\.\d{1,3})?$/.test(amount(cell[name]))) found[name] = 'variants.noAmount';
  if (cell.price.trim() === '') found.price = 'variants.noPrice';
  if (!/^\d{0,7}$/.test(cell.weightGrams.trim())) found.weightGrams = 'variants.noWeight';
  return found;
}

/** Text from a sheet as rows of cells; null for a single one, which the field takes by itself. */
export function sheet(text) {
  const rows = text.replaceAll('\r', '').replace(/\n+$/, '').split('\n').map((line) => line.split('\t').map((cell) => cell.trim()));
  return rows.length === 1 && rows[0].length === 1 ? null : rows;
}

/** Where the cells of a sheet go: [{row, column, value}] from one field on, as far as there are fields. */
export function spread(rows, from, columns, height) {
  const start = columns.indexOf(from.column);
  return rows.flatMap((cells, down) =>
    cells.map((value, right) => ({ row: from.row + down, column: columns[start + right], value })).filter(({ row, column }) => row < height && column !== undefined),
  );
}

/** The lowest price of the 30 days before now: [{price, createdAt}] stand newest first, each until the next. */
export function lowest(history, now = Date.now()) {
  const since = now - 30 * 86400000;
  const reach = history.findIndex(({ createdAt }) => Date.parse(createdAt) <= since);
  const counted = reach < 0 ? history : history.slice(0, reach + 1);
  return counted.map(({ price }) => price).reduce((low, price) => (low && Number(low.amount) <= Number(price.amount) ? low : price), null);
}
