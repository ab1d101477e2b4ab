import { confirmDialog } from '/assets/shared/js/dialog.js';
import { t } from '/assets/shared/js/i18n.js';
import { ask, startConsole } from './console.js';
import { consoleList, onward } from './page.js';
import { grouped, roleName, rolePurpose } from './permissions.js';
import { ROLE_DELETE, ROLES } from './team-queries.js';

async function load({ page, signal }) {
  const data = await ask(ROLES, onward(page), { signal });
  this.infos = data.vendor.permissions;
  return { ...data.vendor.roles, partial: Boolean(data.$errors) };
}

startConsole({
  roles: () =>
    consoleList({ load, forward: true, pageSize: 50, counted: 'roles.count' }, {
      infos: [],
      roleName,
      rolePurpose,

      /** The parts of the work that a role reaches, in one line. */
      reach(role) {
        if (role.fixed) return t('roles.everything');
        return grouped(this.infos, role.permissions).map(({ name }) => name).join(', ') || t('roles.nothing');
      },

      async remove(role) {
        const name = roleName(role);
        const agreed = await confirmDialog({ title: t('roles.deleteTitle', { name }), text: t('roles.deleteText'), action: t('roles.deleteAction', { name }), danger: true });
        if (agreed) await this.run(async () => (await ask(ROLE_DELETE, { id: role.id })).roleDelete.userErrors, t('roles.deleted', { name }));
      },
    }),
});
