// Which column of a file is which field: the editor, and the first rows of the file as they would be staged with it.
import { debounce, h, icon, mix } from '/assets/shared/js/dom.js';
import { known, t } from '/assets/shared/js/i18n.js';
import { describe } from '/assets/shared/js/notify.js';
import { ask } from './console.js';
import { FEED_FIELDS, FEED_PREVIEW } from './marketplace-queries.js';

/** What a field is called; those that only experts know are called what they are called in the feed. */
export const fieldName = (name) => (known(`feedField.${name}`) ? t(`feedField.${name}`) : name.startsWith('option:') ? t('mapping.option', { name: name.slice(7) }) : name.replaceAll('_', ' '));

const SEPARATORS = { ',': 'job.comma', ';': 'job.semicolon', '\t': 'job.tab', '|': 'job.pipe' };

/** What people call a separator. */
export const separatorName = (separator) => (SEPARATORS[separator] ? t(SEPARATORS[separator]) : (separator ?? ''));

const line = (column) => ({ column, field: '', list: '', pointer: '', samples: [], suggestion: null, fixed: false, more: false });

/** A mapping of the graph as the editor's, and back. */
export const mappingOf = (mapping) => ({
  lines: (mapping?.columns ?? []).map((one) => ({ ...line(one.column), field: one.field, list: one.list ?? '', pointer: one.pointer ?? '', more: Boolean(one.list || one.pointer) })),
  constants: (mapping?.constants ?? []).map((one) => ({ ...one })),
  continuation: mapping?.continuation ?? '',
  round: mapping?.round ?? false,
});

export const mappingInput = ({ lines, constants, continuation, round }) => ({
  columns: lines.filter(({ column, field }) => field !== '' && column.trim() !== '').map(({ column, field, list, pointer }) => ({ column, field, list: list || null, pointer: pointer || null })),
  continuation: continuation || null,
  constants: constants.filter(({ field, value }) => field && value.trim() !== '').map(({ field, value }) => ({ field, value })),
  round,
});

/** Joins a page with a mapping in `map`; <orion-mapping> draws it. `changed()` of the page hears of every change. */
const editing = {
  map: mappingOf(null),
  fields: [], // {name, required, repeatable}

  async loadFields() {
    this.fields = (await ask(FEED_FIELDS)).vendor.feedFields;
  },

  /** What a select offers: fields that must be there, the others, and a choice that the column itself names. */
  choicesFor(one) {
    const own = `option:${one.column.trim()}`;
    const named = this.fields.map(({ name, required }) => ({ value: name, text: fieldName(name) + (required ? ' *' : '') }));
    const extra = [own, one.field].filter((value, at, all) => value.startsWith('option:') && value !== 'option:' && all.indexOf(value) === at);
    return [...named, ...extra.map((value) => ({ value, text: fieldName(value) }))];
  },

  setField(one, field) {
    one.field = field;
    this.changed();
  },

  takeSuggestion(one) {
    this.setField(one, one.suggestion);
  },

  suggested(one) {
    return one.field === '' && one.suggestion ? t('mapping.suggestion', { field: fieldName(one.suggestion) }) : '';
  },

  /** All columns that have no field yet, and a suggestion that no other column fills. */
  get openLines() {
    return this.map.lines.filter((one) => one.field === '' && one.suggestion && !this.map.lines.some(({ field }) => field === one.suggestion));
  },

  takeAll() {
    for (const one of this.openLines) one.field = one.suggestion;
    this.changed();
  },

  /** Required fields that nothing fills. */
  get unfilled() {
    const filled = [...this.map.lines, ...this.map.constants].map(({ field }) => field);
    return this.fields.filter(({ name, required }) => required && !filled.includes(name)).map(({ name }) => fieldName(name));
  },

  get missingText() {
    return this.unfilled.length > 0 ? t('mapping.missing', { fields: this.unfilled.join(', ') }) : '';
  },

  addLine(column = '') {
    this.map.lines.push({ ...line(column), more: true });
  },

  removeLine(one) {
    this.map.lines = this.map.lines.filter((other) => other !== one);
    this.changed();
  },

  addConstant() {
    this.map.constants.push({ field: '', value: '' });
  },

  removeConstant(one) {
    this.map.constants = this.map.constants.filter((other) => other !== one);
    this.changed();
  },

  get columnNames() {
    return [...new Set(this.map.lines.map(({ column }) => column))];
  },

  /** Takes the columns of a file: those that are mapped already stay, the rest is added as the file is read now. */
  takeColumns(columns, fill) {
    for (const { name, field, suggestion, samples } of columns) {
      const own = this.map.lines.filter((one) => one.column.trim().toLowerCase() === name.trim().toLowerCase());
      if (own.length === 0) this.map.lines.push({ ...line(name), field: fill ? field : '', suggestion, samples, fixed: true });
      for (const one of own) Object.assign(one, { suggestion, samples, fixed: true });
    }
  },
};

const previewing = {
  preview: null,
  looking: false,
  lookTrouble: null,
  lookId: null,
  lookStop: null, // AbortController of the look that runs

  /** Asks how a file would be read; resolves to the preview, or to null where it cannot be. */
  async lookAt(input) {
    this.lookStop?.abort();
    const mine = (this.lookStop = new AbortController());
    this.looking = true;
    this.lookTrouble = null;
    this.lookId = null;
    try {
      const { feedPreview } = await ask(FEED_PREVIEW, { input }, { signal: mine.signal, timeout: 60000 });
      if (mine !== this.lookStop) return null;
      if (feedPreview.preview) this.preview = feedPreview.preview;
      else this.lookTrouble = feedPreview.userErrors.map((error) => this.sentence(error.message)).join(' ');
      return feedPreview.preview;
    } catch (error) {
      if (mine !== this.lookStop || error.name === 'AbortError') return null;
      if (error.name !== 'ApiError') throw error;
      this.lookTrouble = describe(error);
      this.lookId = error.requestId;
      return null;
    } finally {
      if (mine === this.lookStop) this.looking = false;
    }
  },

  /** The fields that the rows of the preview have, the telling ones first. */
  get previewFields() {
    const names = new Set((this.preview?.rows ?? []).flatMap((row) => row.values.map(({ field }) => field)));
    const order = ['brand', 'product_type', 'availability', 'quantity', 'gtin', 'image_link', 'description'];
    const rest = [...names].filter((name) => !['id', 'title', 'price'].includes(name));
    return rest.sort((a, b) => (order.indexOf(a) + 1 || 99) - (order.indexOf(b) + 1 || 99)).map((name) => ({ name, text: fieldName(name) }));
  },

  cellOf(row, name) {
    return row.values.filter(({ field }) => field === name).map(({ value }) => value).join(', ');
  },

  get previewBad() {
    return (this.preview?.rows ?? []).filter((row) => row.errors.some(({ warning }) => !warning)).length;
  },

  get previewText() {
    const rows = this.preview?.rows.length ?? 0;
    return this.previewBad > 0 ? t('preview.bad', { count: this.previewBad, rows }) : t('preview.good', { count: rows });
  },

  get previewMissing() {
    return (this.preview?.missingFields ?? []).map(fieldName).join(', ');
  },
};

/** The editor and the look at a file with it. The page has changed(), and lookAgain() for lookSoon() to call once the hand rests. */
export const mapped = () =>
  mix(editing, previewing, {
    fieldText: fieldName,
    samplesOf: ({ samples }) => samples.filter((text) => text.trim() !== '').join(' · '),
    separatorName,

    lookSoon: debounce(function () {
      this.lookAgain();
    }, 600),
  });

const each = (loop, key, ...content) => {
  const template = h('template', { 'x-for': loop, ':key': key });
  template.content.append(...content);
  return template;
};

// <orion-mapping>: a line for each column of the file.
export class Mapping extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    this.append(
      h('div', { class: 'notice warning', role: 'status', 'x-show': 'missingText' }, icon('triangle-alert'), h('p', { class: 'body', 'x-text': 'missingText' })),
      h('p', { 'x-show': 'openLines.length > 0' }, h('button', { type: 'button', class: 'button small', '@click': 'takeAll()', 'x-text': "$t('mapping.takeAll', {count: openLines.length})" })),
      h('ul', { class: 'mapping', 'aria-label': t('mapping.heading') }, each('(one, at) in map.lines', 'at', this.line())),
      h('p', {}, h('button', { type: 'button', class: 'button small', '@click': 'addLine()' }, icon('plus'), t('mapping.addColumn'))),
      this.more(),
    );
  }

  line() {
    const named = h('div', { class: 'column-name' }, h('code', { 'x-text': 'one.column', 'x-show': 'one.fixed' }),
      h('input', { class: 'input', maxlength: '200', 'x-show': '!one.fixed', 'x-model': 'one.column', '@change': 'changed()', 'aria-label': t('mapping.column') }),
      h('span', { class: 'muted small samples', 'x-show': 'one.samples.length > 0', 'x-text': 'samplesOf(one)' }));
    const blank = h('option', { value: '' }, t('mapping.leaveOut'));
    const choice = each('choice in choicesFor(one)', 'choice.value', h('option', { ':value': 'choice.value', ':selected': 'one.field === choice.value', 'x-text': 'choice.text' }));
    const select = h('select', { class: 'input', ':aria-label': "$t('mapping.fieldOf', {column: one.column})", '@change': 'setField(one, $event.target.value)' }, blank, choice);
    const hint = h('button', { type: 'button', class: 'link small', 'x-show': 'suggested(one)', '@click': 'takeSuggestion(one)', 'x-text': 'suggested(one)' });
    const small = (key, name, help) => h('label', { class: 'field' }, h('span', { class: 'label' }, t(key)), h('input', { class: 'input mono', maxlength: name === 'list' ? '3' : '200', placeholder: help, 'x-model': `one.${name}`, '@change': 'changed()' }));
    const details = h('details', { ':open': 'one.more' }, h('summary', { class: 'small' }, t('mapping.more')),
      h('div', { class: 'finer' }, small('mapping.list', 'list', '|'), small('mapping.pointer', 'pointer', '/gross'),
        h('button', { type: 'button', class: 'button small', '@click': 'addLine(one.column)' }, t('mapping.again')), h('button', { type: 'button', class: 'button small', '@click': 'removeLine(one)' }, t('mapping.remove'))));
    return h('li', {}, named, h('div', { class: 'stack gap-1' }, select, hint), details);
  }

  more() {
    const name = each('known in fields', 'known.name', h('option', { ':value': 'known.name', ':selected': 'constant.field === known.name', 'x-text': 'fieldText(known.name)' }));
    const constant = each('(constant, at) in map.constants', 'at', h('li', { class: 'row gap-2' },
      h('select', { class: 'input', 'x-model': 'constant.field', '@change': 'changed()', 'aria-label': t('mapping.constantField') }, h('option', { value: '' }, t('mapping.chooseField')), name),
      h('input', { class: 'input', maxlength: '500', 'x-model': 'constant.value', '@change': 'changed()', 'aria-label': t('mapping.constantValue') }),
      h('button', { type: 'button', class: 'button quiet icon-only', 'aria-label': t('mapping.removeConstant'), '@click': 'removeConstant(constant)' }, icon('x'))));
    const column = each('name in columnNames', 'name', h('option', { ':value': 'name', ':selected': 'map.continuation === name', 'x-text': 'name' }));
    return h('details', { class: 'accordion' }, h('summary', {}, t('mapping.advanced'), icon('chevron-down')), h('div', { class: 'inside stack' },
      h('div', { class: 'stack gap-2' }, h('h3', {}, t('mapping.constants')), h('p', { class: 'help' }, t('mapping.constantsHelp')), h('ul', { class: 'constants' }, constant),
        h('p', {}, h('button', { type: 'button', class: 'button small', '@click': 'addConstant()' }, icon('plus'), t('mapping.addConstant')))),
      h('label', { class: 'field' }, h('span', { class: 'label' }, t('mapping.continuation')), h('select', { class: 'input', 'x-model': 'map.continuation', '@change': 'changed()' }, h('option', { value: '' }, t('mapping.noContinuation')), column), h('span', { class: 'help' }, t('mapping.continuationHelp'))),
      h('label', { class: 'check' }, h('input', { type: 'checkbox', 'x-model': 'map.round', '@change': 'changed()' }), h('span', {}, t('mapping.round')))));
  }
}

// <orion-feed-preview>: the first rows as they would be staged, each with what is wrong with it.
export class FeedPreview extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const trouble = h('div', { class: 'notice danger', role: 'alert', 'x-show': 'lookTrouble', 'x-cloak': '' }, icon('circle-alert'), h('div', { class: 'body' }, h('p', { 'x-text': 'lookTrouble' }), h('p', { class: 'request-id', 'x-show': 'lookId', 'x-text': 'lookId' })));
    const fault = each('fault in row.errors', "fault.code + (fault.column || '')", h('li', { ':class': "fault.warning ? 'warn' : 'bad'" }, h('orion-icon', { ':name': "fault.warning ? 'triangle-alert' : 'circle-x'", name: 'circle-x' }),
      h('span', {}, h('span', { 'x-text': 'sentence(fault.message)' }), h('code', { class: 'small', 'x-show': 'fault.column', 'x-text': "' ' + fault.column" }), h('span', { class: 'muted small under', 'x-show': 'fault.hint', 'x-text': 'sentence(fault.hint)' }))));
    const head = (key, kind = '') => h('th', { scope: 'col', class: kind }, t(key));
    const field = each('cell in previewFields', 'cell.name', h('th', { scope: 'col', 'x-text': 'cell.text' }));
    const cell = each('cell in previewFields', 'cell.name', h('td', {}, h('span', { class: 'value-cell', ':title': 'cellOf(row, cell.name)', 'x-text': 'cellOf(row, cell.name)' })));
    const row = each('row in preview.rows', 'row.line', h('tr', {}, h('td', { class: 'end num', 'x-text': '$num(row.line)' }), h('td', {}, h('ul', { class: 'problem-list' }, fault), h('span', { class: 'ready', 'x-show': 'row.errors.length === 0' }, icon('check'), h('span', {}, t('preview.rowGood')))),
      h('td', {}, h('code', { 'x-text': 'row.externalId' })), h('td', {}, h('span', { class: 'wide-cell', 'x-text': 'row.title' })), h('td', { class: 'end nowrap', 'x-text': "row.price ? $money(row.price) : '–'" }), cell));
    const table = h('table', { class: 'table preview' }, h('caption', { class: 'visually-hidden' }, t('preview.heading')),
      h('thead', {}, h('tr', {}, head('column.line', 'end'), head('column.problems'), head('column.feedId'), head('column.title'), head('column.price', 'end'), field)), h('tbody', {}, row));
    const shown = h('template', { 'x-if': 'preview' });
    shown.content.append(h('div', { class: 'stack gap-2', ':class': '{dimmed: looking}' },
      h('p', { class: 'row gap-2' }, h('span', { class: 'badge', 'x-show': 'preview.rows.length > 0', ':class': "previewBad > 0 ? 'warning' : 'success'", 'x-text': 'previewText' }), h('span', { class: 'muted small', 'x-text': "$t('preview.read', {format: $t('feedFormat.' + preview.format), encoding: preview.encoding.toUpperCase(), separator: separatorName(preview.separator)})" })),
      h('p', { class: 'bad', 'x-show': 'previewMissing', 'x-text': "$t('mapping.missing', {fields: previewMissing})" }),
      h('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': t('preview.heading'), 'x-show': 'preview.rows.length > 0' }, table),
      h('p', { 'x-show': 'preview.rows.length === 0 && previewMissing' }, t('preview.unknown')),
      h('p', { class: 'muted', 'x-show': 'preview.rows.length === 0 && !previewMissing' }, t('preview.empty'))));
    const bones = h('div', { class: 'bones', 'x-show': 'looking && !preview', role: 'status' }, h('span', { class: 'visually-hidden' }, t('list.loading')), Array.from({ length: 4 }, () => h('span', { class: 'row-bone' }, h('span', { class: 'bone half' }), h('span', { class: 'bone short' }))));
    this.append(trouble, bones, shown);
  }
}
