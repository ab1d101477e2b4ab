// The search field with what it suggests: a combobox with a list, after the pattern of the ARIA Authoring Practices. The
// focus stays in the field; arrows move through the list, Enter goes there, Esc closes.
import { url } from '/assets/shared/js/config.js';
import { h, icon } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { money, priceRange } from '/assets/shared/js/money.js';
import { announce } from '/assets/shared/js/notify.js';
import { ground } from './page.js';
import { forget, keep, recent, suggestions } from './search-words.js';

const WAIT = 150;

/** The form; `id` names its field and begins the names of its parts. `value` is what stands in it. */
export function searchBox(id, value = null) {
  const input = h('input', {
    class: 'input', type: 'search', name: 'q', id, value, maxlength: '100', placeholder: t('search.placeholder'), autocomplete: 'off', enterkeyhint: 'search',
    role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': `${id}-list`, ':aria-expanded': 'open', ':aria-activedescendant': `at < 0 ? null : '${id}-' + at`,
    '@input': 'ask($event.target.value)', '@focus': 'ask($event.target.value)', '@keydown': 'press($event)',
  });
  const field = h('div', { class: 'with-icon' }, icon('search'), input);
  return h('form', { class: 'search', role: 'search', action: url('search'), 'x-data': 'searchBox', '@submit': 'sent()', '@focusout': 'left($event)' }, h('label', { class: 'visually-hidden', for: id }, t('search.label')), field, panel(id));
}

function panel(id) {
  const list = h('div', { role: 'listbox', id: `${id}-list`, 'aria-label': t('search.suggestions') }, each('group in groups', 'group.name', group(id)));
  const clear = h('button', { type: 'button', class: 'link small', 'x-show': 'remembered', '@click': 'clear()' }, t('search.forget'));
  return h('div', { class: 'suggestions', 'x-show': 'open', 'x-cloak': '' }, list, clear);
}

function each(loop, key, child) {
  const template = h('template', { 'x-for': loop, ':key': key });
  template.content.append(child);
  return template;
}

function group(id) {
  const picture = h('img', { 'x-show': 'item.picture', ':src': "item.picture ? item.picture.url : ''", ':srcset': 'item.picture ? item.picture.srcset : null', sizes: '48px', ':style': 'ground(item.picture)', alt: '', width: '48', height: '48' });
  const words = [h('span', { class: 'name', 'x-text': 'item.text' }), h('span', { class: 'muted', 'x-show': 'item.price', 'x-text': 'item.price' })];
  const glyph = h('template', { 'x-if': 'item.icon' });
  glyph.content.append(h('orion-icon', { ':name': 'item.icon' }));
  const item = h('a', { role: 'option', tabindex: '-1', ':id': `'${id}-' + item.at`, ':href': 'item.href', ':aria-selected': "item.at === at ? 'true' : 'false'", '@mousemove': 'at = item.at', '@mousedown.prevent': '', '@click': 'keepIt(item)' }, glyph, picture, words);
  return h('div', { role: 'group', ':aria-label': 'group.name' }, h('p', { class: 'group muted', 'aria-hidden': 'true', 'x-text': 'group.name' }), each('item in group.items', 'item.key', item));
}

/** Alpine data of the form. */
export const searchBoxData = () => ({
  open: false,
  at: -1,
  groups: [],
  remembered: false,
  ground,

  /** What is suggested for what stands in the field now; where nothing does, what was searched for before. */
  ask(words) {
    clearTimeout(this.timer);
    this.at = -1;
    this.words = words.trim();
    if (!this.words) return this.draw(earlier(), true);
    this.timer = setTimeout(() => this.look(this.words), WAIT);
  },

  async look(words) {
    try {
      const found = await suggestions(words);
      if (words !== this.words || !this.$root.contains(document.activeElement)) return;
      this.draw(suggested(words, found), false);
      announce(t('search.suggested', { count: this.items.length - 1 }));
    } catch (error) {
      // Suggestions are a courtesy: Enter still searches.
      if (!['AbortError', 'ApiError'].includes(error.name)) throw error;
    }
  },

  draw(groups, remembered) {
    let at = 0;
    this.groups = groups.filter(({ items }) => items.length > 0).map((one) => ({ ...one, items: one.items.map((item) => ({ ...item, at: at++ })) }));
    this.remembered = remembered && at > 0;
    this.open = at > 0;
  },

  get items() {
    return this.groups.flatMap(({ items }) => items);
  },

  press(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) this.move(event, moves[event.key]);
    else if (event.key === 'Escape' && this.open) this.shut(event);
    else if (event.key === 'Enter' && this.open && this.at >= 0) this.go(event);
  },

  move(event, by) {
    event.preventDefault();
    if (!this.open) return this.ask(event.target.value);
    const { length } = this.items;
    this.at = this.at < 0 ? (by > 0 ? 0 : length - 1) : (this.at + by + length + 1) % (length + 1);
    if (this.at === length) this.at = -1; // back in the field
    this.$nextTick(() => this.$root.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }));
  },

  shut(event) {
    event.preventDefault();
    this.open = false;
    this.at = -1;
  },

  go(event) {
    event.preventDefault();
    const item = this.items[this.at];
    this.keepIt(item);
    location.assign(item.href);
  },

  keepIt({ words }) {
    if (words) keep(words);
  },

  sent() {
    keep(this.$root.elements.q.value);
  },

  left({ relatedTarget }) {
    if (!this.$root.contains(relatedTarget)) this.open = false;
  },

  clear() {
    forget();
    this.draw([], false);
    this.$root.elements.q.focus();
  },
});

const query = (words, face) => ({ key: `q:${words}`, text: words, words, icon: face, href: url('search', { q: words }) });

const earlier = () => [{ name: t('search.recent'), items: recent().map((words) => query(words, 'clock')) }];

function suggested(words, { products, collections, queries }) {
  return [
    { name: t('search.queries'), items: queries.filter((one) => one !== words.toLowerCase()).map((one) => query(one, 'search')) },
    { name: t('nav.collections'), items: collections.map(({ id, slug, title }) => ({ key: id, text: title, icon: 'layers', href: url(`collections/${slug}`) })) },
    { name: t('search.products'), items: products.map((product) => goods(product, words)) },
    { name: t('search.label'), items: [{ ...query(words, 'search'), key: 'all', text: t('search.all', { query: words }) }] },
  ];
}

function goods({ id, slug, title, priceRange: range, featuredMedia }, words) {
  const { text, varies } = priceRange(range);
  return { key: id, words, text: title, price: varies ? t('price.from', { price: money(range.min) }) : text, picture: featuredMedia?.url ? featuredMedia : null, icon: featuredMedia?.url ? null : 'image', href: url(`products/${slug}`) };
}

/** <orion-search name="…">: the form in a page. */
class SearchBox extends HTMLElement {
  connectedCallback() {
    if (!this.firstElementChild) this.append(searchBox(this.getAttribute('name'), new URLSearchParams(location.search).get('q')));
  }
}

export function defineSearchBox() {
  customElements.define('orion-search', SearchBox);
}
