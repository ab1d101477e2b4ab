// Prices and stock of products with one variant, written in the list itself and saved in one go.
import { idempotencyKey } from '/assets/shared/js/api-client.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { t } from '/assets/shared/js/i18n.js';
import { announce, describe, notify } from '/assets/shared/js/notify.js';
import { PRICES_SET, STOCK_ADJUST } from './catalog-queries.js';
import { ask } from './console.js';
import { refreshCounts } from './counts.js';
import { sheet, spread } from './variant-matrix.js';

const COLUMNS = ['price', 'compareAtPrice', 'stock'];

const only = (row) => (row.variants.nodes.length === 1 ? row.variants.nodes[0] : null);

const saved = (row) => {
  const variant = only(row);
  return { price: variant.price.amount, compareAtPrice: variant.compareAtPrice?.amount ?? '', stock: variant.inventoryLevel ? String(variant.inventoryLevel.onHand) : '' };
};

// A row with the stock that its only variant has now.
const counted = (row, { id, onHand, reserved, available }) => ({ ...row, variants: { ...row.variants, nodes: [{ ...only(row), inventoryLevel: { id, onHand, reserved, available } }] } });

/** What is wrong with a cell, as the key of a text, or ''. */
function fault(column, text) {
  if (column === 'stock') return /^\d{1,9}$/.test(text) ? '' : 'inventory.wholeNumber';
  if (text === '') return column === 'price' ? 'variants.noPrice' : '';
  return /^\d{1,9}([.,]\d{1,3})?$/.test(text) ? '' : 'variants.noAmount';
}

/** Joins the list of products. */
export const grid = {
  gridding: false,
  drafts: {}, // {id of a product: {price, compareAtPrice, stock}}
  gridErrors: {}, // {id of a product: text}
  gridBusy: false,

  startGrid() {
    this.drafts = Object.fromEntries(this.rows.filter(only).map((row) => [row.id, saved(row)]));
    this.gridErrors = {};
    this.gridding = true;
    this.letAllGo();
  },

  mayWrite(row, column) {
    return this.gridding && row.id in this.drafts && (column !== 'stock' || (this.can('INVENTORY_WRITE') && only(row).inventoryLevel !== null));
  },

  cellChanged(row, column) {
    return this.drafts[row.id][column].trim() !== saved(row)[column];
  },

  get gridRows() {
    return this.gridding ? this.rows.filter((row) => row.id in this.drafts && COLUMNS.some((column) => this.cellChanged(row, column))) : [];
  },

  async stopGrid() {
    if (this.gridRows.length > 0 && !(await confirmDialog({ title: t('grid.leaveTitle'), text: t('grid.leaveText'), action: t('action.discard'), danger: true }))) return;
    this.gridding = false;
  },

  guardGrid(event) {
    if (this.gridRows.length > 0) event.preventDefault();
  },

  /** A block from a sheet goes on in the rows below, as far as they can be written. */
  pasteGrid(event, row, column) {
    const rows = sheet(event.clipboardData.getData('text/plain'));
    if (!rows) return;
    event.preventDefault();
    const open = this.rows.filter(({ id }) => id in this.drafts);
    const cells = spread(rows, { row: open.indexOf(row), column }, COLUMNS, open.length).filter((cell) => this.mayWrite(open[cell.row], cell.column));
    for (const cell of cells) this.drafts[open[cell.row].id][cell.column] = cell.value;
    announce(t('variants.pasted', { count: cells.length }));
  },

  /** Every row for itself: those that are refused stay as they were written, with the reason. */
  async saveGrid() {
    if (this.gridBusy) return;
    this.gridBusy = true;
    this.gridErrors = {};
    let done = 0;
    for (const row of this.gridRows) if (await this.saveRow(row)) done++;
    this.gridBusy = false;
    refreshCounts();
    const failed = Object.keys(this.gridErrors).length;
    if (failed > 0) return notify(t('grid.someFailed', { done, count: failed }), { kind: 'error' });
    this.gridding = false;
    notify(t('grid.saved', { count: done }));
    await this.reload();
  },

  async saveRow(row) {
    const changed = COLUMNS.filter((column) => this.cellChanged(row, column));
    const wrong = changed.map((column) => fault(column, this.drafts[row.id][column].trim())).find(Boolean);
    const reason = wrong ? t(wrong) : await this.written(row, changed);
    if (reason) this.gridErrors[row.id] = reason;
    return !reason;
  },

  // Resolves to why not, or to ''.
  async written(row, changed) {
    try {
      const errors = [...(await this.pricesOf(row, changed)), ...(await this.stockOf(row, changed))];
      return errors.map(({ message }) => this.sentence(message)).join(' ');
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      return describe(error);
    }
  },

  async pricesOf(row, changed) {
    const names = changed.filter((column) => column !== 'stock');
    if (names.length === 0) return [];
    const variant = { id: only(row).id, ...Object.fromEntries(names.map((name) => [name, this.drafts[row.id][name].trim().replace(',', '.')])) };
    const { product, userErrors } = (await ask(PRICES_SET, { id: row.id, input: { variants: [variant] } })).productVariantsUpdate;
    if (product) this.rows = this.rows.map((one) => (one.id === row.id ? product : one));
    return userErrors;
  },

  async stockOf(row, changed) {
    if (!changed.includes('stock')) return [];
    const input = { variantId: only(row).id, setOnHand: Number(this.drafts[row.id].stock), reason: t('grid.reason'), idempotencyKey: idempotencyKey() };
    const { level, userErrors } = (await ask(STOCK_ADJUST, { input })).inventoryAdjust;
    if (level) this.rows = this.rows.map((one) => (one.id === row.id ? counted(one, level) : one));
    return userErrors;
  },
};
