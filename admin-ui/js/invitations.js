import { confirmDialog } from '/assets/shared/js/dialog.js';
import { form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { consoleList, onward } from './page.js';
import { givable, roleName, rolePurpose } from './permissions.js';
import { INVITATION_RESEND, INVITATION_REVOKE, INVITATIONS, MEMBER_INVITE } from './team-queries.js';

const VIEWS = ['', 'PENDING', 'EXPIRED', 'ACCEPTED', 'REVOKED'];

async function load({ filters, page, signal }) {
  const where = { status: filters.view ? [filters.view] : undefined };
  const data = await ask(INVITATIONS, { ...onward(page), where }, { signal });
  this.roles = data.vendor.roles.nodes;
  return { ...data.vendor.invitations, partial: Boolean(data.$errors) };
}

const inviting = form({
  values: { email: '', roleId: '' },
  rules: { roleId: (value) => (value === '' ? t('invite.roleMissing') : null) },

  async send({ email, roleId }) {
    const { memberInvite } = await ask(MEMBER_INVITE, { input: { email: email.trim(), roleId } });
    return memberInvite.userErrors;
  },

  async done() {
    this.$refs.invite.close();
    notify(t('invite.sent', { email: this.values.email.trim() }));
    await this.reload();
  },
});

startConsole({
  invitations: () =>
    consoleList({ load, forward: true, pageSize: 25, counted: 'invitations.count', views: VIEWS, text: (view) => t(`invitationView.${view || 'all'}`) }, inviting, {
      roles: [],
      roleName,
      rolePurpose,
      givable,

      open() {
        this.reset({ email: '', roleId: '' });
        this.$refs.invite.showModal();
        document.getElementById('field-email')?.focus();
      },

      /** Members have a button that leads here and opens the dialog. */
      greet() {
        if (location.hash !== '#invite') return;
        history.replaceState(null, '', location.pathname + location.search);
        this.open();
      },

      waits(row) {
        return row.status === 'PENDING' || row.status === 'EXPIRED';
      },

      resend(row) {
        return this.run(async () => (await ask(INVITATION_RESEND, { id: row.id })).invitationResend.userErrors, t('invite.sent', { email: row.email }));
      },

      async revoke(row) {
        const { email } = row;
        const agreed = await confirmDialog({ title: t('invite.revokeTitle', { email }), text: t('invite.revokeText'), action: t('invite.revokeAction'), danger: true });
        if (agreed) await this.run(async () => (await ask(INVITATION_REVOKE, { id: row.id })).invitationRevoke.userErrors, t('invite.revoked', { email }));
      },
    }),
});
