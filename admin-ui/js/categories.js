// The tree of what a shop's products are: made, named, put in order and under each other.
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { complain, form } from '/assets/shared/js/form.js';
import { languageName, t } from '/assets/shared/js/i18n.js';
import { announce, notify } from '/assets/shared/js/notify.js';
import { CATEGORIES, CATEGORY_CREATE, CATEGORY_DELETE, CATEGORY_UPDATE } from './collection-queries.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { settle, tools } from './page.js';
import { shopLanguages } from './shop-languages.js';
import { below, pathsOf, rowsOf } from './tree.js';

const DEEPEST = 4; // of five levels, counted from nothing
const BLANK = { title: '', parentId: '', googleId: '', slug: '', others: {} };

const othersOf = (category) => Object.fromEntries((category?.translations ?? []).map(({ language, title }) => [language, title ?? '']));

const valuesOf = (category) => ({ title: category.title, parentId: category.parentId ?? '', googleId: category.googleId ? String(category.googleId) : '', slug: category.slug, others: othersOf(category) });

function inputOf(values, names, fresh) {
  const input = {};
  if (fresh || names.includes('title')) input.title = values.title.trim();
  if (names.includes('slug') && values.slug.trim() !== '') input.slug = values.slug.trim();
  if (names.includes('parentId') || (fresh && values.parentId)) input.parentId = values.parentId;
  if (names.includes('googleId')) input.googleId = Number(values.googleId || 0);
  if (names.includes('others')) input.translations = Object.entries(values.others).map(([language, title]) => ({ language, title }));
  return input;
}

const editor = form({
  values: BLANK,
  rules: {
    title: (value) => (value.trim() === '' ? t('invalid.required') : null),
    googleId: (value) => (/^\d{0,9}$/.test(value.trim()) ? null : t('tree.googleWrong')),
  },

  async send(values) {
    const input = inputOf(values, this.changedFields, !this.category);
    if (input.googleId === 0 && !this.category) delete input.googleId;
    const [payload] = Object.values(await ask(this.category ? CATEGORY_UPDATE : CATEGORY_CREATE, this.category ? { id: this.category.id, input } : { input }));
    return payload.userErrors;
  },

  async done() {
    this.$refs.edit.close();
    notify(t(this.category ? 'tree.saved' : 'tree.created', { title: this.values.title.trim() }));
    await this.reload();
  },
});

const tree = {
  phase: 'loading',
  failure: null,
  all: [],
  rows: [],
  category: null, // the one in the dialog; null for a new one
  languages: [],
  moving: false,

  async init() {
    await this.reload();
    if (this.phase === 'ready') this.languages = await shopLanguages().catch(() => []);
  },

  reload() {
    return settle(this, async () => {
      this.all = (await ask(CATEGORIES)).vendor.categories;
      this.rows = rowsOf(this.all);
    });
  },

  languageName,

  get others() {
    return this.languages.slice(1);
  },

  indent: ({ depth }) => ({ paddingInlineStart: `${depth * 24 + 8}px` }),

  roomBelow: ({ depth }) => depth < DEEPEST,

  /** Where a category may stand: everywhere but under itself. */
  get parents() {
    const own = this.category ? below(this.all, this.category.id) : new Set();
    const depths = new Map(this.rows.map(({ id, depth }) => [id, depth]));
    return [{ value: '', label: t('tree.top') }, ...pathsOf(this.all).filter(({ value }) => !own.has(value) && depths.get(value) < DEEPEST)];
  },

  openNew(parent = null) {
    this.category = null;
    this.reset({ ...BLANK, others: {}, parentId: parent?.id ?? '' });
    this.$refs.edit.showModal();
  },

  open(category) {
    this.category = category;
    this.reset(valuesOf(category));
    this.$refs.edit.showModal();
  },

  titleIn(language) {
    return this.values.others[language] ?? '';
  },

  setTitle(language, title) {
    this.values.others = { ...this.values.others, [language]: title };
  },

  /** Among its sisters, by one; what is below it comes along. */
  async move(row, by) {
    const to = row.at + by;
    if (this.moving || to < 0 || to >= row.sisters.length) return;
    this.moving = true;
    const after = by < 0 ? (row.sisters[to - 1]?.id ?? '') : row.sisters[to].id;
    try {
      if (!(await act(ask, CATEGORY_UPDATE, { id: row.id, input: { after } }))) return;
      await this.again();
      announce(t('ordering.moved', { name: row.title, place: to + 1, count: row.sisters.length }));
      this.$nextTick(() => document.querySelector(`[data-move="${row.id}"]`)?.focus());
    } finally {
      this.moving = false;
    }
  },

  moveKey(event, row) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    return this.move(row, by);
  },

  /** The same without the page showing that it loads. */
  async again() {
    this.all = (await ask(CATEGORIES)).vendor.categories;
    this.rows = rowsOf(this.all);
  },

  async remove(row) {
    const { title } = row;
    const agreed = await confirmDialog({ title: t('tree.removeTitle', { title }), text: t(row.parentId ? 'tree.removeText' : 'tree.removeTopText'), action: t('tree.removeAction', { title }), danger: true });
    if (!agreed || !(await act(ask, CATEGORY_DELETE, { id: row.id }))) return;
    notify(t('tree.removed', { title }));
    await this.again().catch(complain);
  },
};

startConsole({ categories: () => mix(tools, editor, tree) });
