// One role: its name and what it allows, as a matrix. team/roles/new makes one, from another where ?from= names it.
import { setTitle } from '/assets/shared/js/app.js';
import { url } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { session } from '/assets/shared/js/session.js';
import { ask, startConsole } from './console.js';
import { lastPart, settle, tools } from './page.js';
import { grouped, roleName, rolePurpose, toggled, toggledAll } from './permissions.js';
import { ROLE_CREATE, ROLE_UPDATE, ROLES } from './team-queries.js';

// A template's words are shown in the viewer's language, and stay as they are stored until somebody writes others.
function kept(role, name, description) {
  if (!role) return { name, description };
  return { name: name === roleName(role) ? role.name : name, description: description === rolePurpose(role) ? role.description : description };
}

const editor = form({
  values: { name: '', description: '', permissions: [] },

  async send({ name, description, permissions }) {
    const input = { ...kept(this.role, name.trim(), description.trim()), permissions };
    const payload = this.role ? (await ask(ROLE_UPDATE, { id: this.role.id, input })).roleUpdate : (await ask(ROLE_CREATE, { input })).roleCreate;
    if (payload.role) this.made = payload.role;
    return payload.userErrors;
  },

  done() {
    const isNew = !this.role;
    this.take(this.made);
    if (isNew) history.replaceState(null, '', url(`team/roles/${encodeURIComponent(this.made.id)}`));
    notify(t(isNew ? 'roles.created' : 'roles.saved', { name: roleName(this.made) }));
  },
});

startConsole({
  role: () =>
    mix(tools, editor, {
      phase: 'loading',
      failure: null,
      infos: [],
      roles: [],
      role: null, // null while it is new
      made: null,
      from: '',
      roleName,

      init() {
        return this.reload();
      },

      reload() {
        return settle(this, async () => {
          const { vendor } = await ask(ROLES, { first: 100 });
          this.infos = vendor.permissions;
          this.roles = vendor.roles.nodes;
          if (lastPart() === 'new') return this.begin(new URLSearchParams(location.search).get('from') ?? '');
          const role = this.roles.find(({ id }) => id === lastPart());
          if (!role) return (this.phase = 'missing');
          this.take(role);
        });
      },

      take(role) {
        this.role = role;
        this.reset({ name: roleName(role), description: rolePurpose(role), permissions: [...role.permissions] });
        setTitle(roleName(role));
      },

      /** Starts a new role from another, without what the viewer cannot give. */
      begin(id) {
        const source = this.roles.find((role) => role.id === id);
        this.from = source ? id : '';
        this.values.permissions = (source?.permissions ?? []).filter((one) => session.can(one));
        if (source && this.values.name === '') this.values.name = t('roles.copyOf', { name: roleName(source) });
        setTitle(t('roles.new'));
      },

      get groups() {
        return grouped(this.infos);
      },

      get fixed() {
        return !this.can('TEAM_WRITE') || (this.role?.fixed ?? false);
      },

      has(permission) {
        return this.values.permissions.includes(permission);
      },

      /** What the viewer lacks they can neither give nor take. */
      locked(permission) {
        return this.fixed || !this.can(permission);
      },

      set(permission) {
        this.values.permissions = this.ordered(toggled(this.values.permissions, permission));
      },

      setAll(items) {
        this.values.permissions = this.ordered(toggledAll(this.values.permissions, items, (one) => this.can(one)));
      },

      // In the server's order, so that back and forth is no change.
      ordered(permissions) {
        const order = this.infos.map(({ permission }) => permission);
        return [...permissions].sort((a, b) => order.indexOf(a) - order.indexOf(b));
      },

      allOf(items) {
        return items.every(({ permission }) => this.has(permission));
      },

      countOf(items) {
        return t('roles.of', { count: items.filter(({ permission }) => this.has(permission)).length, all: items.length });
      },

      get lacking() {
        return !this.fixed && this.infos.some(({ permission }) => !this.can(permission));
      },
    }),
});
