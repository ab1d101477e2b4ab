// How long what grows is kept, and what the next cleanup would remove, of both consoles.
import { mix } from '/assets/shared/js/dom.js';
import { number, t } from '/assets/shared/js/i18n.js';
import { config } from '/assets/shared/js/config.js';
import { ask, startConsole } from './console.js';
import { settle, tools } from './page.js';
import { settingRows } from './setting-rows.js';
import { PLATFORM_CLEANUP, SETTING_RESET, SETTING_SET, VENDOR_CLEANUP, VENDOR_SETTING_RESET, VENDOR_SETTING_SET } from './setting-queries.js';

const OF = {
  vendor: { query: VENDOR_CLEANUP, set: VENDOR_SETTING_SET, reset: VENDOR_SETTING_RESET, permission: 'SETTINGS_WRITE', scope: 'VENDOR' },
  admin: { query: PLATFORM_CLEANUP, set: SETTING_SET, reset: SETTING_RESET, permission: 'PLATFORM_WRITE', scope: null },
}[config.area];

const page = {
  phase: 'loading',
  failure: null,
  lines: [],

  init() {
    return this.reload();
  },

  reload() {
    return settle(this, () => this.fetch());
  },

  async fetch() {
    const lines = Object.values(await ask(OF.query))[0].cleanup;
    const settings = new Map(lines.filter(({ setting }) => setting).map(({ setting }) => [setting.key, setting]));
    this.take([...settings.values()]);
    this.lines = lines.map(({ setting, ...line }) => ({ ...line, settingKey: setting?.key, chosen: Boolean(setting) && (!OF.scope || setting.scope === OF.scope) }));
  },

  get readOnly() {
    return !this.can(OF.permission);
  },

  /** The setting of a line; several lines can have one. */
  rowOf(line) {
    return this.settings.find(({ key }) => key === line.settingKey) ?? { draft: '', saved: '', error: '', version: 0, locked: true };
  },

  write(line, text) {
    this.rowOf(line).draft = text;
  },

  /** How long something is kept that is not chosen here. */
  kept(line) {
    if (line.keptSeconds === null) return t('retention.stays');
    const hours = line.keptSeconds / 3600;
    return hours < 48 ? t('retention.hours', { count: number(hours) }) : t('retention.days', { count: number(hours / 24) });
  },

  dueOf({ due }) {
    return due.precision === 'EXACT' ? number(due.value) : t('retention.atLeast', { count: number(due.value) });
  },

  /** Saves a time, and counts anew what would go. */
  async keep(line) {
    const row = this.rowOf(line);
    await this.save(row);
    if (!row.error) await this.fetch();
  },

  async inherit(line) {
    await this.revert(this.rowOf(line));
    await this.fetch();
  },
};

startConsole({ retention: () => mix(tools, settingRows({ set: OF.set, reset: OF.reset }, OF.permission), page) });
