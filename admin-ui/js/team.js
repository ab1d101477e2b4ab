import { config, url } from '/assets/shared/js/config.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { session } from '/assets/shared/js/session.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { consoleList, onward } from './page.js';
import { difference, givable, grouped, roleName, rolePurpose } from './permissions.js';
import { MEMBER_LEAVE, MEMBER_REMOVE, MEMBER_ROLE_SET, MEMBERS } from './team-queries.js';

async function load({ page, signal }) {
  const data = await ask(MEMBERS, onward(page), { signal });
  this.infos = data.vendor.permissions;
  this.roles = data.vendor.roles.nodes;
  return { ...data.vendor.members, partial: Boolean(data.$errors) };
}

const nameOf = (member) => member.name || member.email;

startConsole({
  team: () =>
    consoleList({ load, forward: true, pageSize: 25, counted: 'team.count' }, {
      infos: [],
      roles: [],
      member: null, // whose role or permissions are shown
      chosen: '',
      saving: false,
      nameOf,
      roleName,
      rolePurpose,
      givable,

      get groups() {
        return this.member ? grouped(this.infos, this.member.permissions) : [];
      },

      /** A member whose role allows more than they have: their second factor is missing. */
      get withheld() {
        if (!this.member || this.member.permissions.length > 0) return false;
        return (this.roles.find((role) => role.id === this.member.role.id)?.permissions.length ?? 0) > 0;
      },

      openAbilities(member) {
        this.member = member;
        this.$refs.abilities.showModal();
      },

      openRole(member) {
        this.member = member;
        this.chosen = member.role.id;
        this.$refs.role.showModal();
      },

      get changes() {
        const of = (id) => this.roles.find((role) => role.id === id)?.permissions ?? [];
        return this.member ? difference(this.infos, of(this.member.role.id), of(this.chosen)) : { gained: [], lost: [] };
      },

      get unchanged() {
        return !this.member || this.chosen === this.member.role.id;
      },

      async setRole() {
        if (this.saving || this.unchanged) return this.$refs.role.close();
        this.saving = true;
        const payload = await act(ask, MEMBER_ROLE_SET, { id: this.member.id, roleId: this.chosen });
        this.saving = false;
        if (!payload) return;
        this.rows = this.rows.map((row) => (row.id === payload.member.id ? payload.member : row));
        this.$refs.role.close();
        notify(t('team.roleSet', { name: nameOf(payload.member), role: roleName(payload.member.role) }));
        if (payload.member.you) await session.refresh().then(() => location.reload());
      },

      async remove(member) {
        const name = nameOf(member);
        const agreed = await confirmDialog({ title: t('team.removeTitle', { name }), text: t('team.removeText', { email: member.email, shop: config.vendor.name }), action: t('team.removeAction', { name }), danger: true });
        if (agreed) await this.run(async () => (await ask(MEMBER_REMOVE, { id: member.id })).memberRemove.userErrors, t('team.removed', { name }));
      },

      async leave() {
        const shop = config.vendor.name;
        const agreed = await confirmDialog({ title: t('team.leaveTitle', { shop }), text: t('team.leaveText'), action: t('team.leaveAction', { shop }), danger: true });
        if (!agreed || !(await act(ask, MEMBER_LEAVE))) return;
        session.forget();
        location.assign(url('login'));
      },
    }),
});
