import { t } from '/assets/shared/js/i18n.js';
import { SESSIONS } from './admin-queries.js';
import { ask } from './console.js';
import { consoleList } from './page.js';
import { NOTHING, pageSize, startPlatform, userByEmail, vendorBySlug, vendorFilter } from './platform.js';
import { sessionRow } from './session-row.js';
import { savedViews } from './views.js';

// The tabs: sessions that last come first, because those are what something can be done about.
const VIEWS = { '': { active: true }, impersonation: { impersonation: true }, ended: { active: false }, all: {} };
const AUDIENCES = ['', 'ADMIN', 'VENDOR', 'CUSTOMER'];

async function load({ filters, page, signal }) {
  const vendor = filters.vendor ? await vendorBySlug(filters.vendor) : null;
  const user = filters.user ? await userByEmail(filters.user) : null;
  if ((filters.vendor && !vendor) || (filters.user && !user)) return NOTHING;
  const where = { ...VIEWS[filters.view], audience: filters.audience ? [filters.audience] : undefined, vendorId: vendor?.id, userId: user?.id };
  const data = await ask(SESSIONS, { ...page, where }, { signal });
  return { ...data.admin.sessions, partial: Boolean(data.$errors) };
}

startPlatform({
  sessions: () =>
    consoleList(
      { load, filters: { audience: '', vendor: '', user: '' }, pageSize: pageSize(), counted: 'sessions.count', views: Object.keys(VIEWS), text: (view) => t(`sessionView.${view || 'active'}`) },
      savedViews('sessions'),
      vendorFilter,
      sessionRow,
      {
        audiences: AUDIENCES.map((value) => ({ value, text: t(`audience.${value || 'any'}`) })),

        get chips() {
          const { vendor, user } = this.filters;
          return [{ name: 'vendor', text: vendor }, { name: 'user', text: user }].filter(({ text }) => text);
        },
      },
    ),
});
