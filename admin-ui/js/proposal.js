// The team's own words for one row of the work table: title, description, price, type, category, tax, and both texts in
// other languages.
import { languageName, t } from '/assets/shared/js/i18n.js';
import { announce, describe } from '/assets/shared/js/notify.js';
import { CATEGORIES } from './collection-queries.js';
import { ask } from './console.js';
import { PROPOSAL_UPDATE } from './marketplace-queries.js';
import { shopLanguages } from './shop-languages.js';
import { pathsOf } from './tree.js';

const TAX_CLASSES = ['STANDARD', 'REDUCED', 'SUPER_REDUCED', 'ZERO'];

const wordsOf = (translations) => Object.fromEntries(translations.map(({ language, title, descriptionHtml }) => [language, { title: title ?? '', descriptionHtml: descriptionHtml ?? '' }]));

const NO_WORDS = { title: '', descriptionHtml: '' };

const draftOf = ({ title, description, price, productType, taxClass, category, translations }) => ({
  title, description, price: price.amount, productType: productType ?? '', taxClass, categoryId: category?.id ?? '', words: wordsOf(translations),
});

/** MarketplaceProductUpdateInput of what differs from the proposal: only that becomes the team's own. */
function inputOf(draft, proposal) {
  const before = draftOf(proposal);
  const now = { ...draft, title: draft.title.trim(), description: draft.description.trim(), price: draft.price.trim().replace(',', '.'), productType: draft.productType.trim() };
  const input = {};
  for (const name of ['title', 'description', 'price', 'productType', 'taxClass']) if (now[name] !== before[name]) input[name] = now[name];
  if (now.categoryId !== before.categoryId) input.categoryId = now.categoryId;
  const translations = Object.keys(now.words).map((language) => ({ language, ...wordsApart(now.words[language], before.words[language] ?? NO_WORDS) }));
  const written = translations.filter((one) => Object.keys(one).length > 1);
  if (written.length > 0) input.translations = written;
  return input;
}

/** The texts of one language that differ from what they were. */
function wordsApart(now, before) {
  const title = now.title.trim();
  return { ...(title !== before.title && { title }), ...(now.descriptionHtml !== before.descriptionHtml && { descriptionHtml: now.descriptionHtml }) };
}

/** Joins the work table; rows have a proposal. */
export const proposing = () => ({
  editing: null, // the id of the row that is written in
  draft: { title: '', description: '', price: '', productType: '', taxClass: '', categoryId: '', words: {} },
  draftError: '',
  saving: false,
  categories: [],
  languages: [],
  taxClasses: TAX_CLASSES.map((value) => ({ value, label: t(`taxClass.${value}`) })),
  languageName,

  /** What a row can be given beside words; without them the rest can still be written. */
  async loadChoices() {
    const [categories, languages] = await Promise.allSettled([this.can('CATALOG_READ') ? ask(CATEGORIES) : null, shopLanguages()]);
    if (categories.value) this.categories = pathsOf(categories.value.vendor.categories);
    if (languages.value) this.languages = languages.value;
  },

  get others() {
    return this.languages.slice(1);
  },

  edit(row) {
    this.editing = row.id;
    this.draftError = '';
    this.draft = draftOf(row.proposal);
    this.$nextTick(() => document.getElementById('draft-title')?.focus());
  },

  wordsIn(language) {
    return this.draft.words[language] ?? NO_WORDS;
  },

  setWords(language, words) {
    this.draft.words = { ...this.draft.words, [language]: { ...this.wordsIn(language), ...words } };
  },

  leave() {
    const id = this.editing;
    this.editing = null;
    this.$nextTick(() => document.querySelector(`[data-edit="${CSS.escape(id)}"]`)?.focus());
  },

  async save(row) {
    const input = inputOf(this.draft, row.proposal);
    if (Object.keys(input).length === 0) return this.leave();
    if (input.title === '') return (this.draftError = t('selected.titleNeeded'));
    if (input.price !== undefined && !/^\d+(\.\d{1,3})?$/.test(input.price)) return (this.draftError = t('selected.priceWrong'));
    if (input.categoryId === '') return this.write(row.id, { ...without(input, 'categoryId'), reset: ['CATEGORY'] });
    return this.write(row.id, input);
  },

  /** Back to what the feed and the source say. */
  undo(row) {
    return this.write(row.id, { reset: row.proposal.edited });
  },

  async write(id, input) {
    if (this.saving) return;
    this.saving = true;
    this.draftError = '';
    try {
      const { marketplaceProduct, userErrors } = (await ask(PROPOSAL_UPDATE, { id, input })).marketplaceProductUpdate;
      if (userErrors.length > 0) return (this.draftError = userErrors.map(({ message }) => this.sentence(message)).join(' '));
      this.rows = this.rows.map((row) => (row.id === id ? marketplaceProduct : row));
      announce(t('selected.saved', { title: marketplaceProduct.proposal.title }));
      this.leave();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.draftError = describe(error);
    } finally {
      this.saving = false;
    }
  },

  editedText: (row) => (row.proposal.edited.length > 0 ? t('selected.own', { fields: row.proposal.edited.map((field) => t(`proposalField.${field}`)).join(', ') }) : ''),
});

function without(input, name) {
  const { [name]: _, ...rest } = input;
  return rest;
}
