// What is done to several products: to those that are ticked at once, to all that match in the background.
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { t } from '/assets/shared/js/i18n.js';
import { PRICES_SET, PRODUCT_SAVE, PRODUCT_VARIANTS, PRODUCTS_DELETE, PRODUCTS_HIDE, PRODUCTS_SHELVE, PRODUCTS_SHOW } from './catalog-queries.js';
import { ask } from './console.js';
import { percentOf, repriced } from './price-percent.js';

// [the mutation of ticked rows, the text that says it is done]
const DEEDS = {
  PUBLISH: [PRODUCTS_SHOW, 'products.published'],
  DRAFT: [PRODUCTS_HIDE, 'products.hidden'],
  ARCHIVE: [PRODUCTS_SHELVE, 'products.archived'],
  DELETE: [PRODUCTS_DELETE, 'products.deleted'],
};

const words = (text) => text.split(',').map((word) => word.trim()).filter(Boolean);

const blank = () => ({ categoryId: '', brand: '', taxClass: '', addTags: '', removeTags: '', pricePercent: '', asReduction: false, addToCollection: '' });

/** Joins the list of products. */
export const bulk = {
  everything: false, // all that match are meant, not the ticked rows
  change: blank(),
  changeError: '',

  /** Ticked rows are less than what matches, and all of this page are. */
  get mayTakeAll() {
    return this.allSelected && !this.everything && (this.nextAddress !== null || this.previousAddress !== null);
  },

  get bulkText() {
    return this.everything ? t('products.allChosen', { count: this.countText }) : t('list.chosen', { count: this.selected.length });
  },

  letAllGo() {
    this.everything = false;
    this.unselect();
  },

  /** The way back to ticked rows: any tick of one row. */
  tick(id, event) {
    this.everything = false;
    this.select(id, event);
  },

  pickAll() {
    this.everything = false;
    this.selectAll();
  },

  async deed(action) {
    const count = this.selected.length;
    if ((this.everything || action === 'DELETE') && !(await this.agreed(action, count))) return;
    if (this.everything) return this.inBackground(action);
    const [op, said] = DEEDS[action];
    const ids = [...this.selected];
    const undo = action === 'ARCHIVE' && this.wereActive(ids) ? { label: t('action.undo'), run: () => this.run(() => this.done(PRODUCTS_SHOW, ids), t('products.published', { count })) } : null;
    return this.run(() => this.done(op, ids), t(said, { count }), undo);
  },

  async done(op, ids) {
    return Object.values(await ask(op, { ids }))[0].userErrors;
  },

  wereActive(ids) {
    return this.rows.filter((row) => ids.includes(row.id)).every((row) => row.status === 'ACTIVE');
  },

  agreed(action, count) {
    const what = this.everything ? this.countText : t('products.count', { count });
    const text = t(action === 'DELETE' ? 'products.deleteText' : 'products.allText');
    return confirmDialog({ title: t(`productsAsk.${action}`, { what }), text, action: t(`products.do_${action}`), danger: action === 'DELETE', phrase: action === 'DELETE' && this.everything ? t('products.deletePhrase') : null });
  },

  async inBackground(action, edit) {
    if (await this.startTask(action, this.where, edit)) this.letAllGo();
  },

  openChange() {
    this.change = blank();
    this.changeError = '';
    this.$refs.change.showModal();
  },

  /** What of the dialog was filled in, as the graph wants it; null where nothing was. */
  get edit() {
    const { categoryId, brand, taxClass, addTags, removeTags, pricePercent, asReduction, addToCollection } = this.change;
    const edit = {};
    if (categoryId) edit.categoryId = categoryId === 'none' ? '' : categoryId;
    if (brand.trim()) edit.brand = brand.trim();
    if (taxClass) edit.taxClass = taxClass;
    if (words(addTags).length > 0) edit.addTags = words(addTags);
    if (words(removeTags).length > 0) edit.removeTags = words(removeTags);
    if (addToCollection) edit.addToCollectionIds = [addToCollection];
    if (pricePercent.trim()) Object.assign(edit, { pricePercent: pricePercent.trim().replace(',', '.'), asReduction });
    return Object.keys(edit).length > 0 ? edit : null;
  },

  async changeAll() {
    const { edit } = this;
    this.changeError = edit ? '' : t('products.changeNothing');
    if (edit?.pricePercent && percentOf(edit.pricePercent) === null) this.changeError = t('products.percentWrong');
    if (this.changeError) return;
    this.$refs.change.close();
    if (this.everything) return this.inBackground('EDIT', edit);
    const count = this.selected.length;
    return this.run(() => this.changeTicked(edit), t('products.changed', { count }));
  },

  // One after the other; the first that is refused ends it.
  async changeTicked({ addTags = [], removeTags = [], addToCollectionIds = [], pricePercent, asReduction, ...fields }) {
    for (const row of this.rows.filter(({ id }) => this.isSelected(id))) {
      const input = { ...fields };
      if (addTags.length + removeTags.length > 0) input.tags = [...new Set([...row.tags, ...addTags])].filter((tag) => !removeTags.includes(tag));
      if (addToCollectionIds.length > 0) input.collectionIds = [...new Set([...row.collections.filter(({ kind }) => kind === 'MANUAL').map(({ id }) => id), ...addToCollectionIds])];
      const wrong = Object.keys(input).length > 0 ? (await ask(PRODUCT_SAVE, { id: row.id, input })).productUpdate.userErrors : [];
      if (wrong.length === 0 && pricePercent) wrong.push(...(await this.reprice(row.id, percentOf(pricePercent), asReduction)));
      if (wrong.length > 0) return wrong.map((error) => ({ ...error, message: `${row.title}: ${error.message}` }));
    }
    return [];
  },

  async reprice(id, percent, asReduction) {
    const variants = [];
    for (let after = null, more = true; more;) {
      const { nodes, pageInfo } = (await ask(PRODUCT_VARIANTS, { id, after })).vendor.product.variants;
      variants.push(...nodes.map((variant) => repriced(variant, percent, asReduction)));
      [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
    }
    return (await ask(PRICES_SET, { id, input: { variants } })).productVariantsUpdate.userErrors;
  },
};
