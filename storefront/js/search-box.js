// What the search field (search-field.js) suggests: a combobox with a list, after the pattern of the ARIA Authoring
// Practices. The focus stays in the field; arrows move through the list, Enter goes there, Esc closes. `box` is the
// Alpine data of the form.
import { url } from '/assets/shared/js/config.js';
import { h } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { money, priceRange } from '/assets/shared/js/money.js';
import { announce } from '/assets/shared/js/notify.js';
import { ground } from './page.js';
import { forget, keep, recent, suggestions } from './search-words.js';

const WAIT = 150;

/** The list under the field of that id. */
export function panel(id) {
  const list = h('div', { role: 'listbox', id: `${id}-list`, 'aria-label': t('search.suggestions') }, each('group in groups', 'group.name', group(id)));
  const clear = h('button', { type: 'button', class: 'link small', 'x-show': 'remembered', '@click': "act('clear')" }, t('search.forget'));
  return h('div', { class: 'suggestions', 'x-show': 'open', 'x-cloak': '' }, list, clear);
}

function each(loop, key, child) {
  const template = h('template', { 'x-for': loop, ':key': key });
  template.content.append(child);
  return template;
}

function group(id) {
  const picture = h('img', { 'x-show': 'item.picture', ':src': "item.picture ? item.picture.url : ''", ':srcset': 'item.picture ? item.picture.srcset : null', sizes: '48px', ':style': 'item.ground || {}', alt: '', width: '48', height: '48' });
  const words = [h('span', { class: 'name', 'x-text': 'item.text' }), h('span', { class: 'muted', 'x-show': 'item.price', 'x-text': 'item.price' })];
  const glyph = h('template', { 'x-if': 'item.icon' });
  glyph.content.append(h('orion-icon', { ':name': 'item.icon' }));
  const item = h('a', { role: 'option', tabindex: '-1', ':id': `'${id}-' + item.at`, ':href': 'item.href', ':aria-selected': "item.at === at ? 'true' : 'false'", '@mousemove': 'at = item.at', '@mousedown.prevent': '', '@click': "act('follow', item)" }, glyph, picture, words);
  return h('div', { role: 'group', ':aria-label': 'group.name' }, h('p', { class: 'group muted', 'aria-hidden': 'true', 'x-text': 'group.name' }), each('item in group.items', 'item.key', item));
}

/** What is suggested for what stands in the field now; where nothing does, what was searched for before. */
export function ask(box, words) {
  clearTimeout(box.timer);
  box.at = -1;
  box.words = words.trim();
  if (!box.words) return draw(box, earlier(), true);
  box.timer = setTimeout(() => look(box, box.words), WAIT);
}

async function look(box, words) {
  try {
    const found = await suggestions(words);
    if (words !== box.words || !box.$root.contains(document.activeElement)) return;
    draw(box, suggested(words, found), false);
    announce(t('search.suggested', { count: items(box).length - 1 }));
  } catch (error) {
    // Suggestions are a courtesy: Enter still searches.
    if (!['AbortError', 'ApiError'].includes(error.name)) throw error;
  }
}

function draw(box, groups, remembered) {
  let at = 0;
  box.groups = groups.filter((one) => one.items.length > 0).map((one) => ({ ...one, items: one.items.map((item) => ({ ...item, at: at++ })) }));
  box.remembered = remembered && at > 0;
  box.open = at > 0;
}

const items = (box) => box.groups.flatMap((one) => one.items);

export function press(box, event) {
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) move(box, event, moves[event.key]);
  else if (event.key === 'Escape' && box.open) shut(box, event);
  else if (event.key === 'Enter' && box.open && box.at >= 0) go(box, event);
}

function move(box, event, by) {
  event.preventDefault();
  if (!box.open) return ask(box, event.target.value);
  const { length } = items(box);
  box.at = box.at < 0 ? (by > 0 ? 0 : length - 1) : (box.at + by + length + 1) % (length + 1);
  if (box.at === length) box.at = -1; // back in the field
  box.$nextTick(() => box.$root.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }));
}

function shut(box, event) {
  event.preventDefault();
  clearTimeout(box.timer);
  Object.assign(box, { open: false, at: -1, words: null }); // an answer still to come is not for this list any more
}

function go(box, event) {
  event.preventDefault();
  const item = items(box)[box.at];
  follow(box, item);
  location.assign(item.href);
}

/** Remembers the words that lead to an item. */
export function follow(box, { words }) {
  if (words) keep(words);
}

export const sent = (box) => keep(box.$root.elements.q.value);

export function left(box, { relatedTarget }) {
  if (!box.$root.contains(relatedTarget)) box.open = false;
}

export function clear(box) {
  forget();
  draw(box, [], false);
  box.$root.elements.q.focus();
}

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
  return { key: id, words, text: title, price: varies ? t('price.from', { price: money(range.min) }) : text, picture: featuredMedia?.url ? featuredMedia : null, ground: ground(featuredMedia), icon: featuredMedia?.url ? null : 'image', href: url(`products/${slug}`) };
}
