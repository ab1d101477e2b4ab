import { t } from '/assets/shared/js/i18n.js';
import { SESSIONS, USERS, USERS_BULK } from './admin-queries.js';
import { ask } from './console.js';
import { bulkDialog } from './decide.js';
import { consoleList } from './page.js';
import { roleName } from './permissions.js';
import { NOTHING, pageSize, startPlatform, vendorBySlug, vendorFilter } from './platform.js';
import { sessionRow } from './session-row.js';
import { staffRole } from './staff-role.js';
import { savedViews } from './views.js';

const VIEWS = ['', 'ACTIVE', 'INVITED', 'DISABLED'];
const FACTORS = ['', 'on', 'off'];
const GROUPS = ['', 'staff', 'team'];

// What can be done to people, and to whom it makes sense.
const ACTIONS = {
  DEACTIVATE: { fits: ({ state }) => state !== 'DISABLED', danger: true },
  REACTIVATE: { fits: ({ state }) => state === 'DISABLED' },
  RESET_TWO_FACTOR: { fits: ({ twoFactorEnabled }) => twoFactorEnabled, danger: true },
  REVOKE_SESSIONS: { fits: ({ lastSignInAt }) => lastSignInAt !== null },
};

// Why an action does not fit somebody, where their state says it.
function noteOf(action, user) {
  const byState = action === 'DEACTIVATE' || action === 'REACTIVATE';
  return byState && !ACTIONS[action].fits(user) ? t('bulk.state', { state: t(`userState.${user.state}`) }) : null;
}

const given = (value, yes) => (value === '' ? undefined : value === yes);

async function load({ filters, search, page, signal }) {
  const vendor = filters.vendor ? await vendorBySlug(filters.vendor) : null;
  if (filters.vendor && !vendor) return NOTHING;
  const where = {
    search: search || undefined,
    state: filters.view ? [filters.view] : undefined,
    twoFactorEnabled: given(filters.factor, 'on'),
    staff: given(filters.group, 'staff'),
    vendorId: vendor?.id,
  };
  const data = await ask(USERS, { ...page, where }, { signal });
  return { ...data.admin.users, partial: Boolean(data.$errors) };
}

startPlatform({
  users: () =>
    consoleList(
      { load, filters: { factor: '', group: '', vendor: '' }, pageSize: pageSize(), counted: 'users.count', views: VIEWS, text: (view) => t(`userView.${view || 'all'}`) },
      savedViews('users'),
      vendorFilter,
      {
        user: null,
        factors: FACTORS.map((value) => ({ value, text: t(`userFactor.${value || 'any'}`) })),
        groups: GROUPS.map((value) => ({ value, text: t(`userGroup.${value || 'any'}`) })),

        get chosen() {
          return this.rows.filter((row) => this.isSelected(row.id));
        },

        get actions() {
          return this.actionsFor(this.chosen);
        },

        /** What fits at least one of these people. */
        actionsFor(users) {
          return Object.keys(ACTIONS).filter((action) => users.some(ACTIONS[action].fits));
        },

        isDanger: (action) => ACTIONS[action].danger ?? false,

        nameOf: (user) => user.name || user.email,

        roleOf: ({ vendor, role }) => (vendor ? roleName(role) : staffRole.roleName(role)),

        /** The teams of somebody, without the staff. */
        teams(user) {
          return user.memberships.filter(({ vendor }) => vendor);
        },

        isStaff(user) {
          return user.memberships.some(({ vendor }) => !vendor);
        },

        async does(action, users) {
          const done = await bulkDialog({
            items: users.map((user) => ({ id: user.id, name: user.email, note: noteOf(action, user) })),
            danger: ACTIONS[action].danger,
            send: async (ids, reason, dryRun) => (await ask(USERS_BULK, { input: { action, ids, reason, dryRun } })).usersBulk,
            words: { title: t(`userMany.${action}`, { count: users.length }), text: t(`userText.${action}`), action: (count) => t(`userMany.${action}`, { count }) },
          });
          if (!done) return;
          const open = this.user?.id;
          await this.reload();
          if (open) this.user = this.rows.find(({ id }) => id === open) ?? null;
        },

        open(row) {
          this.user = null; // its sessions are asked for anew
          this.$nextTick(() => {
            this.user = row;
            this.$refs.panel.showModal();
          });
        },
      },
    ),

  userSessions: () =>
    consoleList({
      async load({ signal }) {
        const data = await ask(SESSIONS, { first: 50, where: { userId: this.user.id, active: true } }, { signal });
        return data.admin.sessions;
      },
      pageSize: 50,
    }, sessionRow, {
      readAddress() {}, // the address speaks of the list behind the panel
    }),
});
