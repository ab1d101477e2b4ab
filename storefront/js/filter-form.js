// <orion-filters>: the form of a goods list (goods-list.js), beside the list on a desk, in a sheet on a phone. Both are
// one form, which moves to where it is shown.
import { h, icon } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';

// What stands below the facets waits for them, so that it need not make room.
const KNOWN = "phase !== 'loading' || whole.of !== null";

class Filters extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const groups = h('form', { class: 'groups', 'x-effect': 'growTree(whole)', '@submit.prevent': 'applyPrice()' }, categories(), facets(), price(), stock(), clear('link desk'));
    const aside = h('aside', { class: 'filters', 'aria-label': t('filter.title') }, groups);
    const slot = h('div', { class: 'scroll' });
    const dialog = sheet(slot);
    dialog.addEventListener('close', () => aside.append(groups));
    this.open = () => {
      slot.append(groups);
      dialog.showModal();
    };
    this.append(aside, dialog);
  }
}

function template(loop, key, child) {
  const each = h('template', { 'x-for': loop, ':key': key });
  each.content.append(child);
  return each;
}

function categories() {
  const words = [h('span', { 'x-text': 'row.title' }), h('span', { class: 'count', 'x-text': '$num(row.count)' })];
  const link = h('a', { ':href': 'categoryAddress(row.id)', '@click.prevent': 'turn(categoryAddress(row.id))', ':aria-current': "row.selected ? 'true' : null", ':aria-disabled': "row.idle ? 'true' : null" }, words);
  const row = h('li', { ':class': "'deep-' + row.depth" }, link);
  return h('fieldset', { 'x-show': 'categories.length > 0', 'x-cloak': '' }, h('legend', {}, t('filter.category')), h('ul', { class: 'tree' }, template('row in categories', 'row.id', row)));
}

function facets() {
  const box = h('input', { type: 'checkbox', ':checked': 'item.selected', ':disabled': 'item.idle', '@change': 'toggleFilter(item.name, item.value)' });
  const item = h('label', { class: 'check', ':class': '{idle: item.idle}' }, box, h('span', { 'x-text': 'item.label' }), h('span', { class: 'count', 'x-text': '$num(item.count)' }));
  const all = h('button', { type: 'button', class: 'link', 'x-show': 'group.more > 0', '@click': 'opened.push(group.key)', 'x-text': "$t('filter.all', {count: group.more})" });
  const group = h('fieldset', {}, h('legend', { 'x-text': 'group.label' }), template('item in group.items', 'item.value', item), all);
  const bones = h('fieldset', { 'x-show': "phase === 'loading'", 'aria-hidden': 'true' }, [1, 2, 3, 4, 5].map(() => h('span', { class: 'bone check' })));
  return [bones, template('group in groups', 'group.key', group)];
}

function price() {
  return h('fieldset', { 'x-show': KNOWN }, h('legend', {}, t('filter.price')), h('div', { class: 'range' }, side('from', 'min'), h('span', { 'aria-hidden': 'true' }, '–'), side('to', 'max')));
}

function side(name, end) {
  const input = h('input', { class: 'input', id: `price-${name}`, type: 'text', inputmode: 'decimal', autocomplete: 'off', ':placeholder': `spanText('${end}')`, 'x-model': `filters.${name}`, '@change': 'applyPrice()' });
  return h('div', { class: 'field' }, h('label', { class: 'visually-hidden', for: `price-${name}` }, t(name === 'from' ? 'filter.from' : 'filter.to')), input);
}

function stock() {
  const box = h('input', { type: 'checkbox', ':checked': 'filters.stock', ':disabled': 'inStock === 0 && !filters.stock', '@change': "setFilter('stock', $event.target.checked)" });
  return h('fieldset', { 'x-show': KNOWN }, h('legend', {}, t('filter.stock')), h('label', { class: 'check', ':class': '{idle: inStock === 0 && !filters.stock}' }, box, h('span', {}, t('filter.inStock')), h('span', { class: 'count', 'x-show': "phase !== 'loading'", 'x-text': '$num(inStock)' })));
}

const clear = (look) => h('button', { type: 'button', class: look, 'x-show': 'narrowed', '@click': 'widen()' }, t('filter.clear'));

function sheet(slot) {
  const close = h('button', { type: 'button', class: 'button quiet icon-only', 'aria-label': t('action.close'), '@click': "$close('filter-sheet')" }, icon('x'));
  const show = h('button', { type: 'button', class: 'button primary', '@click': "$close('filter-sheet')", ':aria-busy': 'busy', 'x-text': "count ? $t('filter.show', {count: count.value}) : $t('action.close')" });
  return h(
    'dialog',
    { class: 'sheet', id: 'filter-sheet', closedby: 'any', 'aria-labelledby': 'filter-sheet-title' },
    h('div', { class: 'head' }, h('h2', { id: 'filter-sheet-title' }, t('filter.title')), close),
    slot,
    h('div', { class: 'foot' }, clear('button'), show),
  );
}

export function defineFilters() {
  customElements.define('orion-filters', Filters);
}
