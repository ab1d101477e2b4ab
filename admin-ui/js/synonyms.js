// Words that mean the same to a shop's customers, a group a line.
import { form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask } from './console.js';
import { SEARCH_SYNONYMS, SEARCH_SYNONYMS_SET } from './search-queries.js';

const MOST = 200;
const wordsOf = (line) => [...new Set(line.split(',').map((word) => word.trim()).filter(Boolean))];
const linesOf = (synonyms) => synonyms.map(({ words }) => words.join(', '));

/** What is wrong with a group, or ''. */
function wrong(line) {
  const words = wordsOf(line);
  if (words.length === 0) return '';
  if (words.length < 2) return t('synonyms.tooFew');
  return words.length > 20 || words.some((word) => word.length > 50) ? t('synonyms.tooMany') : '';
}

/** The form of all groups; `lines` are as they are written. */
export const synonyms = () =>
  form({
    values: { lines: [] },

    async send({ lines }) {
      const groups = lines.map(wordsOf).filter((words) => words.length > 0);
      const { synonyms: kept, userErrors } = (await ask(SEARCH_SYNONYMS_SET, { groups })).searchSynonymsSet;
      if (userErrors.length === 0) this.reset({ lines: linesOf(kept) });
      return userErrors;
    },

    done() {
      notify(t('synonyms.saved'));
    },
  });

/** Joins the page beside synonyms(). */
export const grouping = {
  synonymsReady: false,
  most: MOST,
  wrong,

  async loadSynonyms() {
    this.reset({ lines: linesOf((await ask(SEARCH_SYNONYMS)).vendor.searchSynonyms) });
    this.synonymsReady = true;
  },

  get faulty() {
    return this.values.lines.some((line) => wrong(line) !== '');
  },

  addGroup(word = '') {
    this.values.lines = [...this.values.lines, word ? `${word}, ` : ''];
    this.$nextTick(() => {
      const field = [...document.querySelectorAll('[data-group]')].at(-1);
      field?.focus();
      field?.scrollIntoView({ block: 'center' });
    });
  },

  removeGroup(at) {
    this.values.lines = this.values.lines.filter((_, index) => index !== at);
  },

  setGroup(at, text) {
    this.values.lines = this.values.lines.map((line, index) => (index === at ? text : line));
  },
};
