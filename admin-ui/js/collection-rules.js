// The rules of a collection: condition by condition, with what they would find.
import { debounce } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { announce, describe } from '/assets/shared/js/notify.js';
import { ask } from './console.js';
import { COLLECTION_PREVIEW } from './collection-queries.js';
import { rulesOf } from './collection-values.js';
import { sentence } from './media-upload.js';

const WORDS = ['EQUALS', 'NOT_EQUALS', 'CONTAINS', 'STARTS_WITH'];
const RANGE = ['AT_LEAST', 'AT_MOST'];

/** What each field can be compared by, the first being what one begins with. */
export const OPS = { TITLE: WORDS, BRAND: WORDS, PRODUCT_TYPE: WORDS, TAG: WORDS.slice(0, 2), CATEGORY: WORDS.slice(0, 2), PRICE: RANGE, ON_SALE: ['EQUALS'], IN_STOCK: ['EQUALS'], AGE_DAYS: RANGE };

const SWITCHES = ['ON_SALE', 'IN_STOCK'];

/** What the value of a condition is written in: 'switch', 'category', 'number' or 'text'. */
export function kindOf(field) {
  if (SWITCHES.includes(field)) return 'switch';
  if (field === 'CATEGORY') return 'category';
  return OPS[field] === RANGE ? 'number' : 'text';
}

/** Joins the page of a collection; its form has `any` and `conditions`, the page `categories`. */
export const ruling = {
  ruleFields: Object.keys(OPS),
  preview: null, // {products, count}
  previewTrouble: '',
  previewing: false,
  previewStop: null,

  opsOf: (condition) => OPS[condition.field],
  kindOf: (condition) => kindOf(condition.field),

  addCondition() {
    this.values.conditions.push({ field: 'TITLE', op: 'CONTAINS', value: '' });
    this.$nextTick(() => [...document.querySelectorAll('[data-condition]')].at(-1)?.focus());
  },

  removeCondition(at) {
    this.values.conditions.splice(at, 1);
    this.rulesChanged();
  },

  /** Another field has other comparisons and another kind of value. */
  setField(condition, field) {
    const kept = kindOf(field) === kindOf(condition.field);
    const op = OPS[field].includes(condition.op) ? condition.op : OPS[field][0];
    Object.assign(condition, { field, op, value: kept ? condition.value : kindOf(field) === 'switch' ? 'true' : '' });
    this.rulesChanged();
  },

  setOp(condition, op) {
    condition.op = op;
    this.rulesChanged();
  },

  setValue(condition, value) {
    condition.value = value;
    this.rulesChanged();
  },

  setAny(any) {
    this.values.any = any;
    this.rulesChanged();
  },

  rulesChanged() {
    this.touch('conditions');
    this.previewSoon();
  },

  previewSoon: debounce(function () {
    this.lookAhead();
  }, 400),

  get unwritten() {
    const { conditions } = this.values;
    return conditions.length === 0 || conditions.some(({ value }) => value.trim() === '');
  },

  async lookAhead() {
    this.previewStop?.abort();
    if (this.unwritten) return (this.preview = null);
    const mine = (this.previewStop = new AbortController());
    this.previewing = true;
    this.previewTrouble = '';
    try {
      const { products, count, userErrors } = (await ask(COLLECTION_PREVIEW, { rules: rulesOf(this.values) }, { signal: mine.signal })).vendor.collectionPreview;
      this.preview = userErrors.length > 0 ? null : { products, count };
      this.previewTrouble = userErrors.map(({ message }) => sentence(message)).join(' ');
      if (this.preview) announce(this.previewText);
    } catch (error) {
      if (error.name === 'AbortError') return;
      if (error.name !== 'ApiError') throw error;
      this.previewTrouble = describe(error);
    } finally {
      if (mine === this.previewStop) this.previewing = false;
    }
  },

  get previewText() {
    if (!this.preview) return '';
    const { count } = this.preview;
    return t(count.precision === 'AT_LEAST' ? 'rules.findsAtLeast' : 'rules.finds', { count: count.value });
  },
};
