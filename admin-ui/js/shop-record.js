// The vendor's own record: who did what, narrowed by part of the work, person and days, and as a file.
import { url } from '/assets/shared/js/config.js';
import { date, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { NOTABLE } from './deeds.js';
import { actionText, entries, Entry } from './entry.js';
import { consoleList } from './page.js';
import { RECORD, RECORD_EXPORT, RECORD_EXPORTS } from './settings-queries.js';

// What of it a vendor's record has.
const AREAS = ['product', 'collection', 'inventory', 'import', 'source', 'order', 'customer', 'member', 'role', 'invitation', 'key', 'vendor', 'domain', 'session', 'user', 'impersonation', 'export', 'cart'];
const DAYS = ['1', '7', '30', '90'];
const DAY = 24 * 60 * 60 * 1000;
const AGAIN = 3000; // milliseconds between two looks at a file that is being made

// The midnight that begins the days, so that a page and its next one ask for the same.
function since(days) {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  return new Date(midnight.getTime() - (Number(days) - 1) * DAY).toISOString();
}

// Without the routine, unless it is asked for, or one thing or request with all that belongs to it.
function deeds({ action, target, request, routine }) {
  if (action) return [action];
  return routine || target || request ? undefined : NOTABLE;
}

const narrowing = ({ action, actor, target, request, days, staff, routine }) => ({
  action: deeds({ action, target, request, routine }),
  actorEmail: actor.trim() || undefined,
  target: target || undefined,
  requestId: request || undefined,
  occurredAt: days ? { gte: since(days) } : undefined,
  impersonated: staff || undefined,
});

async function load({ filters, page, signal }) {
  const data = await ask(RECORD, { ...page, where: narrowing(filters) }, { signal });
  return { ...data.vendor.auditLog, partial: Boolean(data.$errors) };
}

const narrowed = () => ({
  nouns: AREAS.map((value) => ({ value, text: t(`auditNoun.${value}`) })),
  periods: DAYS.map((value) => ({ value, text: t(`recordPeriod.${value}`) })),

  /** A part of the work; a single action stands in the chips instead. */
  get noun() {
    return AREAS.includes(this.filters.action) ? this.filters.action : '';
  },

  get chips() {
    const { action, target, request } = this.filters;
    const texts = { action: this.noun ? '' : actionText(action), target: target && t('auditChip.target', { text: target }), request: request && t('auditChip.request', { text: request }) };
    return Object.entries(texts).filter(([, text]) => text).map(([name, text]) => ({ name, text }));
  },

  moment: (row) => date(row.occurredAt, 'moment'),

  same: (filters) => url('audit-log', filters),
});

const exporting = {
  file: null,
  asking: false,

  async export() {
    this.asking = true;
    const payload = await act(ask, RECORD_EXPORT, { where: narrowing(this.filters) });
    this.asking = false;
    if (!payload) return;
    this.file = payload.export;
    return this.watch();
  },

  /** Looks for the file until it is there. Who leaves before finds it by asking again. */
  async watch() {
    while (['QUEUED', 'RUNNING'].includes(this.file.status)) {
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
      const data = await ask(RECORD_EXPORTS).catch(() => null); // the next round asks again
      this.file = data?.vendor.exports.nodes.find(({ id }) => id === this.file.id) ?? this.file;
    }
    if (this.file.status === 'READY') notify(t('record.ready', { count: this.file.rowCount }));
  },
};

startConsole({
  record: () => consoleList({ load, filters: { action: '', actor: '', target: '', request: '', days: '', staff: false, routine: false }, pageSize: 50, counted: 'audit.count' }, entries, narrowed(), exporting),
}, {}, () => customElements.define('orion-entry', Entry));
