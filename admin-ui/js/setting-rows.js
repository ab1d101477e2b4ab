// Settings as rows that are edited one by one, of both consoles.
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { complain } from '/assets/shared/js/form.js';
import { date, number, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask } from './console.js';

const INPUTS = { EMAIL: 'email', URL: 'url', SECRET: 'password' };
const SOURCES = { PLATFORM: 'info', VENDOR: 'info', ENVIRONMENT: 'warning' };

/** A value for people; a number of bytes and the like have their unit beside them. */
function shown(setting, value) {
  if (value === null) return t('settings.nothing');
  if (setting.type === 'BOOL') return t(value === 'true' ? 'settings.yes' : 'settings.no');
  if (setting.type === 'CHOICE') return t(`settingChoice.${value}`);
  if (setting.type !== 'INT') return value;
  return setting.unit ? `${number(Number(value))} ${setting.unit}` : number(Number(value));
}

/** What the page knows of a setting: what the graph says, and what is being written. */
function rowOf(setting) {
  const saved = setting.sensitive ? '' : (setting.value ?? '');
  return {
    ...setting,
    id: setting.key.replaceAll(/\W/g, '-'),
    label: t(`setting.${setting.key}`),
    kind: setting.type === 'BOOL' || setting.type === 'CHOICE' ? setting.type : 'LINE',
    inputType: INPUTS[setting.type] ?? 'text',
    numeric: setting.type === 'INT',
    options: setting.choices.map((value) => ({ value, label: t(`settingChoice.${value}`) })),
    saved,
    draft: saved,
    error: '',
    busy: false,
  };
}

/** Rows with `ops` {set, reset}; permission says who may set. */
export const settingRows = (ops, permission) => ({
  settings: [],

  take(settings) {
    this.settings = settings.map(rowOf);
  },

  inGroup(prefixes) {
    return this.settings.filter(({ key }) => prefixes.includes(key.split('.')[0]));
  },

  frozen(row) {
    return row.locked || row.busy || !this.can(permission);
  },

  changed: (row) => row.draft !== row.saved,

  sourceOf: (row) => t(`settingSource.${row.source}`),

  sourceKind: (row) => SOURCES[row.source] ?? '',

  /** What is said under the field: who has the word, since when, and what would go otherwise. */
  stateOf(row) {
    if (row.locked) return t('settings.locked', { variable: row.environmentName });
    const state = row.sensitive ? this.secretState(row) : '';
    if (row.version === 0) return state;
    const since = t('settings.since', { date: date(row.changedAt, 'moment') });
    const else_ = row.sensitive ? '' : t('settings.otherwise', { value: shown(row, row.inherited) });
    return [state, since, else_].filter(Boolean).join(' · ');
  },

  secretState(row) {
    if (!row.isSet) return t('settings.notSet');
    return row.hint ? t('settings.secretEnds', { hint: row.hint }) : t('settings.secretSet');
  },

  put(row, setting) {
    const at = this.settings.findIndex(({ key }) => key === row.key);
    this.settings[at] = rowOf(setting);
  },

  async send(row, op, input) {
    row.busy = true;
    row.error = '';
    try {
      const [payload] = Object.values(await ask(op, { input: { key: row.key, ifVersion: row.version, ...input } }));
      if (payload.userErrors.length === 0) return payload.setting;
      row.error = this.sentence(payload.userErrors[0].message);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    } finally {
      row.busy = false;
    }
    return null;
  },

  async save(row) {
    const setting = await this.send(row, ops.set, { value: String(row.draft) });
    if (!setting) return;
    this.put(row, setting);
    notify(t('settings.saved', { name: row.label }));
  },

  /** A checkbox saves at once, as switches do. */
  toggle(row, on) {
    row.draft = on ? 'true' : 'false';
    return this.save(row);
  },

  discard(row) {
    row.draft = row.saved;
    row.error = '';
  },

  async revert(row) {
    const text = row.sensitive ? t('settings.revertSecret') : t('settings.revertText', { value: shown(row, row.inherited) });
    const agreed = await confirmDialog({ title: t('settings.revertTitle', { name: row.label }), text, action: t('settings.revert'), danger: row.sensitive });
    if (!agreed) return;
    const setting = await this.send(row, ops.reset, {});
    if (!setting) return;
    this.put(row, setting);
    notify(t('settings.reverted', { name: row.label }));
  },

  get dirty() {
    return this.settings.some((row) => row.draft !== row.saved);
  },

  guard(event) {
    if (this.dirty) event.preventDefault();
  },
});
