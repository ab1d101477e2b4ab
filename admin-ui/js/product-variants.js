// Options and variants of a product: the table that options make, written in cell by cell or pasted from a sheet.
import { t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { announce, describe } from '/assets/shared/js/notify.js';
import { PRICE_HISTORY } from './catalog-queries.js';
import { ask } from './console.js';
import { addOption, addValue, COLUMNS, faults, lowest, MOST, MOST_OPTIONS, removeOption, removeValue, sheet, spread } from './variant-matrix.js';

const words = (text) => [...new Set(text.split(',').map((word) => word.trim()).filter(Boolean))];

/** Joins the page of a product. */
export const variants = {
  newOption: { name: '', values: '' },
  typed: {}, // what is being typed as one more value, by option
  cellErrors: {}, // {key of a row: {column: text}}
  optionError: '',
  columns: COLUMNS,
  history: null, // {title, phase, rows, lowest, failure}

  get mayAddOption() {
    return this.values.options.length < MOST_OPTIONS;
  },

  addOption() {
    const name = this.newOption.name.trim();
    const values = words(this.newOption.values);
    this.optionError = this.optionFault(name, values);
    if (this.optionError) return;
    this.become(addOption(this.values, name, values));
    this.newOption = { name: '', values: '' };
  },

  optionFault(name, values) {
    if (name === '' || values.length === 0) return t('variants.optionNeeds');
    if (this.values.options.some((option) => option.name.toLocaleLowerCase() === name.toLocaleLowerCase())) return t('variants.optionTwice');
    return this.values.cells.length * values.length > MOST ? t('variants.tooMany', { count: MOST }) : '';
  },

  addValue(at) {
    this.optionError = '';
    for (const value of words(this.typed[at] ?? '')) {
      if (this.values.options[at].values.includes(value)) continue;
      const next = addValue(this.values, at, value);
      if (next.cells.length > MOST) return (this.optionError = t('variants.tooMany', { count: MOST }));
      this.become(next);
    }
    this.typed[at] = '';
  },

  removeValue(at, value) {
    this.become(removeValue(this.values, at, value));
  },

  removeOption(at) {
    this.become(removeOption(this.values, at));
  },

  removeCell(key) {
    this.become({ options: this.values.options, cells: this.values.cells.filter((cell) => cell.key !== key) });
  },

  become({ options, cells }) {
    this.values.options = options;
    this.values.cells = cells;
    this.touch('cells');
    announce(t('variants.count', { count: cells.length }));
  },

  nameOf: (cell) => cell.optionValues.join(' / '),

  cellLabel(cell, column) {
    const name = this.nameOf(cell);
    return name ? t('variants.cell', { column: t(`variantColumn.${column}`), name }) : t(`variantColumn.${column}`);
  },

  stockOf(cell) {
    return this.product.variants.nodes.find(({ id }) => id === cell.id)?.inventoryLevel ?? null;
  },

  cellError(cell, column) {
    return this.cellErrors[cell.key]?.[column] ?? '';
  },

  cellErrorTexts(cell) {
    return Object.values(this.cellErrors[cell.key] ?? {});
  },

  touchCell(cell, column) {
    if (this.cellErrors[cell.key]) delete this.cellErrors[cell.key][column];
    this.touch('cells');
  },

  /** A block from a sheet fills the fields from this one to the right and down. */
  pasteCells(event, row, column) {
    const rows = sheet(event.clipboardData.getData('text/plain'));
    if (!rows) return;
    event.preventDefault();
    const cells = spread(rows, { row, column }, COLUMNS, this.values.cells.length);
    for (const { row: at, column: name, value } of cells) this.values.cells[at][name] = value;
    this.touch('cells');
    announce(t('variants.pasted', { count: cells.length }));
  },

  /** Looks before sending; true where something is wrong. */
  checkCells() {
    this.cellErrors = {};
    for (const cell of this.values.cells) {
      const found = Object.entries(faults(cell)).map(([name, key]) => [name, t(key)]);
      if (found.length > 0) this.cellErrors[cell.key] = Object.fromEntries(found);
    }
    return Object.keys(this.cellErrors).length > 0;
  },

  /** Puts what the graph says of rows to them: paths are input.variants.<n>.<column>. */
  takeCellErrors(userErrors, keys) {
    for (const { path, message } of userErrors) {
      const at = path?.indexOf('variants') ?? -1;
      const key = at < 0 ? null : keys[Number(path[at + 1])];
      if (key) (this.cellErrors[key] ??= {})[path[at + 2] ?? 'row'] = this.sentence(message);
    }
  },

  async showHistory(cell) {
    this.history = { title: this.nameOf(cell) || this.values.words.own.title, phase: 'loading', rows: [], lowest: '', failure: null };
    this.$refs.history.showModal();
    try {
      const { node } = await ask(PRICE_HISTORY, { id: cell.id });
      this.history.rows = node.priceChanges.map((change, at) => ({ ...change, key: `${change.createdAt}-${at}` }));
      this.history.lowest = money(lowest(node.priceChanges));
      this.history.phase = 'ready';
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.history.failure = describe(error);
      this.history.phase = 'error';
    }
  },
};
