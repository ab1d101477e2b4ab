// What the payment provider tells the platform, and what the nightly proofs of the ledgers found.
import { mix } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { LEDGER_FAULTS, WEBHOOK_EVENT_REPLAY, WEBHOOK_EVENTS } from './admin-queries.js';
import { ask } from './console.js';
import { act } from './copy.js';
import { consoleList, settle, tools } from './page.js';
import { NOTHING, pageSize, startPlatform, vendorBySlug, vendorFilter } from './platform.js';

const VIEWS = ['', 'FAILED', 'RECEIVED', 'HANDLED', 'IGNORED'];
const FACES = { HANDLED: 'success', RECEIVED: 'info', FAILED: 'danger', IGNORED: '' };

async function load({ filters, page, signal }) {
  const vendor = filters.vendor ? await vendorBySlug(filters.vendor) : null;
  if (filters.vendor && !vendor) return NOTHING;
  const where = { status: filters.view ? [filters.view] : undefined, vendorId: vendor?.id };
  const data = await ask(WEBHOOK_EVENTS, { ...page, where }, { signal });
  return { ...data.admin.webhookEvents, partial: Boolean(data.$errors) };
}

startPlatform({
  events: () =>
    consoleList({ load, filters: { vendor: '' }, pageSize: pageSize(), counted: 'messages.count', views: VIEWS, text: (view) => t(`messageStatus.${view || 'all'}`) }, vendorFilter, {
      replaying: null,

      face: (status) => FACES[status],

      /** Has a message heeded again; a job does it in a moment. */
      async replay(row) {
        this.replaying = row.id;
        const payload = await act(ask, WEBHOOK_EVENT_REPLAY, { id: row.id });
        this.replaying = null;
        if (!payload) return;
        notify(t('messages.replayed', { kind: row.kind }));
        await this.reload();
      },
    }),

  proofs: () =>
    mix(tools, {
      phase: 'loading',
      failure: null,
      last: null,
      faulty: [],

      init() {
        return this.reload();
      },

      reload() {
        return settle(this, async () => {
          const { admin } = await ask(LEDGER_FAULTS);
          this.last = admin.last.nodes[0] ?? null;
          this.faulty = admin.faulty.nodes;
        });
      },

      get shown() {
        return this.phase === 'ready';
      },

      get fine() {
        return this.shown && this.faulty.length === 0;
      },
    }),
});
