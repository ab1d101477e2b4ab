// How an entry of the record is told: in a row, and in a panel with what changed.
import { url } from '/assets/shared/js/config.js';
import { h, icon } from '/assets/shared/js/dom.js';
import { known, t } from '/assets/shared/js/i18n.js';
import { copyText } from './copy.js';

/** What was done, in words where there are some: a later version may do more than this page knows. */
export const actionText = (action) => (known(`action.${action}`) ? t(`action.${action}`) : action);

// Columns have words where people change them; the rest is told by its own name.
const fieldText = (field) => (known(`auditField.${field}`) ? t(`auditField.${field}`) : field.replaceAll('_', ' '));

// A state is said as its badge says it.
const STATES = { Vendor: 'vendorStatus', Domain: 'domainStatus', Invitation: 'invitationStatus' };
const stateText = (type, value) => (value !== null && known(`${STATES[type]}.${value}`) ? t(`${STATES[type]}.${value}`) : value);

/** Joins a list of entries; <orion-entry> draws the panel. */
export const entries = {
  entry: null,

  action: (row) => actionText(row.action),

  changesOf: ({ changes, targetType }) =>
    changes.map((change) => ({ ...change, name: fieldText(change.field), before: stateText(targetType, change.before), after: stateText(targetType, change.after) })),

  who({ actor, impersonator }) {
    if (impersonator) return impersonator.email ?? t('actor.ADMIN');
    if (actor.apiKeyName) return t('actor.key', { name: actor.apiKeyName });
    return actor.email ?? t(`actor.${actor.audience.toUpperCase()}`);
  },

  /** Whose hands it was in: said where a name alone would mislead. */
  behalf({ impersonator, vendor }) {
    return impersonator && vendor ? t('audit.behalf', { name: vendor.name }) : '';
  },

  openEntry(row) {
    this.entry = row;
    this.$refs.entry.showModal();
  },

  /** Where the record is narrowed to what this entry shares with others. */
  same(filters) {
    return url('audit-logs', { range: '365', ...filters });
  },

  copyId(id) {
    return copyText(id);
  },
};

// <orion-entry>: the panel of one entry.
export class Entry extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const close = h('button', { type: 'button', class: 'button quiet icon-only', 'aria-label': t('action.close'), '@click': '$refs.entry.close()' }, icon('x'));
    const head = h('div', { class: 'head' }, h('div', { class: 'stack gap-1' }, h('h2', { id: 'entry-title', 'x-text': 'action(entry)' }), h('p', { class: 'muted small' }, h('time', { ':datetime': 'entry.occurredAt', 'x-text': "$date(entry.occurredAt, 'exact')" }))), close);
    const body = when('entry', h('div', { class: 'drawer-form' }, head, h('div', { class: 'scroll stack gap-6' }, facts(), changes(), ways())));
    this.append(h('dialog', { class: 'drawer wide', 'x-ref': 'entry', 'aria-labelledby': 'entry-title', closedby: 'any' }, body));
  }
}

function when(condition, ...content) {
  const template = h('template', { 'x-if': condition });
  template.content.append(...content);
  return template;
}

const line = (key, ...value) => [h('dt', {}, t(key)), h('dd', {}, value)];
const maybe = (condition, key, ...value) => [when(condition, h('dt', {}, t(key))), when(condition, h('dd', {}, value))];

function facts() {
  const copy = h('button', { type: 'button', class: 'button quiet small icon-only', 'aria-label': t('audit.copyRequest'), '@click': 'copyId(entry.requestId)' }, icon('copy'));
  return h('dl', { class: 'facts' },
    line('column.who', h('span', { 'x-text': 'who(entry)' }), h('span', { class: 'muted small under', 'x-text': 'behalf(entry)' })),
    line('audit.audience', h('span', { 'x-text': "$t('audience.' + entry.actor.audience.toUpperCase())" })),
    maybe('entry.vendor', 'column.vendor', h('a', { ':href': "$url('vendors/' + entry.vendor.slug)", 'x-text': 'entry.vendor.name' })),
    line('column.target', h('span', { class: 'mono', 'x-text': 'entry.target' }), h('span', { class: 'muted small under', 'x-text': 'entry.targetType' })),
    maybe('entry.reason', 'column.reason', h('span', { 'x-text': 'entry.reason' })),
    maybe('entry.address', 'column.address', h('span', { class: 'mono', 'x-text': 'entry.address' })),
    maybe('entry.userAgent', 'audit.agent', h('span', { class: 'small', 'x-text': 'entry.userAgent' })),
    maybe('entry.requestId', 'audit.request', h('span', { class: 'row gap-1' }, h('span', { class: 'mono', 'x-text': 'entry.requestId' }), copy)),
    line('audit.code', h('span', { class: 'mono', 'x-text': 'entry.action' })));
}

function changes() {
  const value = (name, tag) => h(tag, { class: 'value', 'x-show': `change.${name} !== null`, 'x-text': `change.${name}` });
  const nothing = (name) => h('span', { class: 'muted', 'x-show': `change.${name} === null` }, t('audit.nothing'));
  const row = h('tr', {}, h('th', { scope: 'row', ':title': 'change.field', 'x-text': 'change.name' }),
    h('td', {}, h('span', { class: 'muted', 'x-show': 'change.redacted' }, t('audit.redacted')), h('span', { 'x-show': '!change.redacted' }, value('before', 'del'), nothing('before'))),
    h('td', {}, h('span', { class: 'muted', 'x-show': 'change.redacted' }, t('audit.redacted')), h('span', { 'x-show': '!change.redacted' }, value('after', 'ins'), nothing('after'))));
  const each = h('template', { 'x-for': 'change in changesOf(entry)', ':key': 'change.field' });
  each.content.append(row);
  const table = h('table', { class: 'table diff' }, h('caption', { class: 'visually-hidden' }, t('audit.changes')),
    h('thead', {}, h('tr', {}, ['audit.field', 'audit.before', 'audit.after'].map((key) => h('th', { scope: 'col' }, t(key))))), h('tbody', {}, each));
  return h('section', { class: 'stack gap-2', 'aria-labelledby': 'entry-changes' }, h('h3', { id: 'entry-changes' }, t('audit.changes')),
    when('entry.changes.length > 0', h('div', { class: 'table-scroll' }, table)), when('entry.changes.length === 0', h('p', { class: 'muted' }, t('audit.noChanges'))));
}

// Links that narrow the record, so that one entry leads to those around it.
function ways() {
  const way = (condition, key, filters) => h('li', { 'x-show': condition }, h('a', { class: 'chip', ':href': `same(${filters})` }, icon('funnel'), t(key)));
  return h('section', { class: 'stack gap-2', 'aria-labelledby': 'entry-ways' }, h('h3', { id: 'entry-ways' }, t('audit.only')), h('ul', { class: 'chips' },
    way('entry.action', 'audit.onlyAction', '{action: entry.action}'),
    way('entry.actor.email', 'audit.onlyActor', '{actor: entry.actor.email}'),
    way('entry.target', 'audit.onlyTarget', '{target: entry.target}'),
    way('entry.vendor', 'audit.onlyVendor', "{vendor: entry.vendor ? entry.vendor.slug : ''}"),
    way('entry.requestId', 'audit.onlyRequest', '{request: entry.requestId}')));
}
