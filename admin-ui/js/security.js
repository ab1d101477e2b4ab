// A person's own doors: second factor, password, address, devices; for a vendor's settings, the rule for the whole team.
import { config } from '/assets/shared/js/config.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { withForm } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { session } from '/assets/shared/js/session.js';
import { EMAIL_CHANGE_REQUEST, PASSWORD_CHANGE, SECURITY, SESSION_REVOKE, SESSIONS_REVOKE_OTHERS } from './account-queries.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { settle, tools } from './page.js';
import { TEAM_RULE, TEAM_RULE_SET } from './settings-queries.js';
import { strengthOf, strongEnough } from './strength.js';
import { twoFactor, twoFactorBegin, twoFactorConfirm, twoFactorProof } from './two-factor.js';

startConsole({
  security: () =>
    mix(tools, {
      phase: 'loading',
      failure: null,
      viewer: null,
      vendor: config.area === 'vendor',
      foreign: false, // staff who act for a vendor have their account elsewhere

      init() {
        return this.load();
      },

      load() {
        this.foreign = Boolean(session.viewer?.impersonation);
        if (this.foreign) return (this.phase = 'ready');
        return settle(this, async () => {
          this.viewer = null; // the panels are drawn anew
          this.viewer = (await ask(SECURITY)).viewer;
        });
      },

      reload() {
        return this.load();
      },
    }),

  twoFactor,
  twoFactorBegin,
  twoFactorConfirm,
  twoFactorProof,

  passwordChange: () =>
    withForm(
      {
        values: { currentPassword: '', newPassword: '' },
        rules: { newPassword: (value) => (strongEnough(value) ? null : strengthOf(value)) },

        async send(input) {
          return (await ask(PASSWORD_CHANGE, { input })).passwordChange.userErrors;
        },

        async done() {
          this.reset({ currentPassword: '', newPassword: '' });
          notify(t('security.passwordSaved'));
          await this.load(); // the other sessions have ended
        },
      },
      {
        get strength() {
          return strengthOf(this.values.newPassword);
        },

        get strong() {
          return strongEnough(this.values.newPassword);
        },
      },
    ),

  emailChange: () =>
    withForm(
      {
        values: { newEmail: '', emailPassword: '' },
        fieldOf: (path) => (path.includes('password') ? 'emailPassword' : 'newEmail'),

        async send({ newEmail, emailPassword }) {
          const input = { newEmail: newEmail.trim(), password: emailPassword };
          return (await ask(EMAIL_CHANGE_REQUEST, { input })).emailChangeRequest.userErrors;
        },

        done() {
          this.pending = this.values.newEmail.trim();
          this.reset({ newEmail: '', emailPassword: '' });
        },
      },
      {
        pending: null,

        init() {
          this.pending = this.viewer.pendingEmail;
        },
      },
    ),

  sessions: () => ({
    rows: [],
    busy: false,

    init() {
      this.rows = this.viewer.sessions.nodes;
    },

    async end(row) {
      if (!(await act(ask, SESSION_REVOKE, { id: row.id }))) return;
      this.rows = this.rows.filter((other) => other.id !== row.id);
      notify(t('security.ended', { device: row.device || t('security.unknownDevice') }));
    },

    async endOthers() {
      const count = this.rows.length - 1;
      const agreed = await confirmDialog({ title: t('security.endOthersTitle'), text: t('security.endOthersText', { count }), action: t('security.endOthers'), danger: true });
      if (!agreed) return;
      this.busy = true;
      const payload = await act(ask, SESSIONS_REVOKE_OTHERS);
      this.busy = false;
      if (!payload) return;
      this.rows = this.rows.filter((row) => row.current);
      notify(t('security.endedOthers', { count: payload.revoked }));
    },
  }),

  teamRule: () => ({
    required: null, // null while nothing is known
    version: 0,
    busy: false,

    async init() {
      if (!session.can('SETTINGS_READ')) return;
      const data = await ask(TEAM_RULE).catch(() => null); // the rest of the page does without
      this.required = data?.vendor.profile.requireTwoFactor ?? null;
    },

    async change(required) {
      if (required) {
        const own = this.viewer.twoFactor.enabled ? 'security.ruleText' : 'security.ruleTextOwn';
        if (!(await confirmDialog({ title: t('security.ruleTitle'), text: t(own), action: t('security.ruleOn') }))) return;
      }
      this.busy = true;
      const payload = await act(ask, TEAM_RULE_SET, { required });
      this.busy = false;
      if (!payload) return;
      this.required = payload.profile.requireTwoFactor;
      notify(t(required ? 'security.ruleIsOn' : 'security.ruleIsOff'));
      if (required && !this.viewer.twoFactor.enabled) location.reload();
    },
  }),
});
