// The platform's own people: who they are, who is asked in, and what each role may.
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { complain, form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { STAFF, STAFF_INVITATION_RESEND, STAFF_INVITATION_REVOKE, STAFF_INVITATIONS, STAFF_INVITE, STAFF_REMOVE, STAFF_ROLE_SET, STAFF_ROLES } from './admin-queries.js';
import { ask } from './console.js';
import { consoleList, onward } from './page.js';
import { grouped } from './permissions.js';
import { NOTHING, startPlatform } from './platform.js';
import { staffRole } from './staff-role.js';

const VIEWS = ['', 'invitations', 'roles'];
const COUNTED = { '': 'staff.count', invitations: 'staffInvitations.count', roles: 'staffRoles.count' };

const loaders = {
  async ''(page, options) {
    return (await ask(STAFF, onward(page), options)).admin.staff;
  },
  async invitations(page, options) {
    return (await ask(STAFF_INVITATIONS, onward(page), options)).admin.invitations;
  },
  async roles() {
    await this.loadRoles();
    return { ...NOTHING, nodes: this.roles, count: { value: this.roles.length, precision: 'EXACT' } };
  },
};

async function load({ filters, page, signal }) {
  const view = filters.view in loaders ? filters.view : '';
  if (this.shown !== view) {
    this.rows = []; // those of another tab have other columns
    this.phase = 'loading';
    this.shown = view;
  }
  return loaders[view].call(this, page, { signal });
}

const inviting = form({
  values: { email: '', roleId: '' },

  async send({ email, roleId }) {
    return (await ask(STAFF_INVITE, { input: { email: email.trim(), roleId } })).staffInvite.userErrors;
  },

  async done() {
    this.$refs.invite.close();
    notify(t('staff.invited', { email: this.values.email.trim() }));
    await this.reload();
  },
});

startPlatform({
  staff: () =>
    consoleList({ load, forward: true, pageSize: 25, views: VIEWS, text: (view) => t(`staffView.${view || 'members'}`) }, inviting, {
      shown: '',
      roles: [],
      infos: [],
      changing: null,
      chosenRole: '',
      ...staffRole,

      get countText() {
        return this.count ? t(COUNTED[this.shown], { count: this.count.value }) : '';
      },

      async loadRoles() {
        const { admin } = await ask(STAFF_ROLES);
        this.roles = admin.roles.nodes;
        this.infos = admin.permissions;
      },

      /** Whether the roles are there; says why not. */
      async haveRoles() {
        try {
          if (this.roles.length === 0) await this.loadRoles();
        } catch (error) {
          if (error.name !== 'ApiError') throw error;
          complain(error);
        }
        return this.roles.length > 0;
      },

      get roleOptions() {
        return this.roles.map((role) => ({ value: role.id, label: this.roleName(role) }));
      },

      get groups() {
        return grouped(this.infos);
      },

      roleOf(id) {
        return this.roles.find((role) => role.id === id) ?? null;
      },

      async openInvite() {
        if (!(await this.haveRoles())) return;
        this.reset({ email: '', roleId: this.roles.find(({ template }) => template === 'support')?.id ?? this.roles[0].id });
        this.$refs.invite.showModal();
        document.getElementById('field-email')?.focus();
      },

      async openChange(member) {
        if (!(await this.haveRoles())) return;
        this.changing = member;
        this.chosenRole = member.role.id;
        this.$refs.change.showModal();
      },

      async changeRole() {
        const { id, email } = this.changing;
        this.$refs.change.close();
        if (this.chosenRole === this.changing.role.id) return;
        const role = this.roleName(this.roleOf(this.chosenRole));
        await this.run(async () => (await ask(STAFF_ROLE_SET, { id, roleId: this.chosenRole })).staffRoleSet.userErrors, t('staff.roleChanged', { email, role }));
      },

      async remove(member) {
        const { email } = member;
        const agreed = await confirmDialog({ title: t('staff.removeTitle', { email }), text: t('staff.removeText'), action: t('staff.removeAction'), danger: true });
        if (agreed) await this.run(async () => (await ask(STAFF_REMOVE, { id: member.id })).staffRemove.userErrors, t('staff.removed', { email }));
      },

      /** Whether an invitation can still be sent anew or taken back. */
      waits({ status }) {
        return status === 'PENDING' || status === 'EXPIRED';
      },

      resend(row) {
        return this.run(async () => (await ask(STAFF_INVITATION_RESEND, { id: row.id })).invitationResend.userErrors, t('staff.invited', { email: row.email }));
      },

      async revoke(row) {
        const { email } = row;
        const agreed = await confirmDialog({ title: t('staff.revokeTitle', { email }), text: t('staff.revokeText'), action: t('staff.revokeAction'), danger: true });
        if (agreed) await this.run(async () => (await ask(STAFF_INVITATION_REVOKE, { id: row.id })).invitationRevoke.userErrors, t('staff.revoked', { email }));
      },
    }),
});
