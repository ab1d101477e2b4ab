import { gql } from '/assets/shared/js/api-client.js';
import { config, url } from '/assets/shared/js/config.js';
import { Alpine } from '/assets/shared/js/deps.js';
import { withForm } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { session } from '/assets/shared/js/session.js';
import { act, loadMine, startAccount } from './account.js';
import { CUSTOMER_UPDATE, EMAIL_CHANGE_REQUEST, PASSWORD_CHANGE, PROFILE, SESSION_REVOKE, SESSIONS_REVOKE_OTHERS } from './account-queries.js';

// Languages name themselves: who cannot read the page's still finds theirs.
const NAMES = { en: 'English', fr: 'Français', de: 'Deutsch' };

const person = ({ firstName, lastName, phone, language }) => ({ firstName: firstName ?? '', lastName: lastName ?? '', phone: phone ?? '', language });

const shut = (page) => page.$root.querySelector('details')?.removeAttribute('open');

startAccount({
  profile: () => ({
    phase: 'loading',
    failure: null,
    viewer: null,

    init() {
      return this.load();
    },

    load() {
      return loadMine(this, PROFILE, (viewer) => (this.viewer = viewer));
    },

    async signOut() {
      await session.signOut();
      this.$store.cart.forget(); // it is the customer's, and opens to nobody else
      location.assign(url());
    },
  }),

  personal: () =>
    withForm(
      {
        values: { firstName: '', lastName: '', phone: '', language: '' },

        async send(input) {
          const { customerUpdate } = await gql(CUSTOMER_UPDATE, { input });
          if (customerUpdate.customer) this.reset(person(customerUpdate.customer));
          return customerUpdate.userErrors;
        },

        done: () => notify(t('account.saved')),
      },
      {
        languages: config.locales.map((value) => ({ value, label: NAMES[value] })),

        init() {
          this.reset(person(this.viewer.customer));
        },
      },
    ),

  emailChange: () =>
    withForm(
      {
        values: { newEmail: '', password: '' },

        async send(input) {
          const { emailChangeRequest } = await gql(EMAIL_CHANGE_REQUEST, { input });
          return emailChangeRequest.userErrors;
        },

        done() {
          this.pending = this.values.newEmail.trim();
          this.reset({ newEmail: '', password: '' });
          shut(this);
        },
      },
      {
        pending: null,

        init() {
          this.pending = this.viewer.pendingEmail;
        },
      },
    ),

  passwordChange: () =>
    withForm({
      values: { currentPassword: '', newPassword: '' },

      async send(input) {
        const { passwordChange } = await gql(PASSWORD_CHANGE, { input });
        return passwordChange.userErrors;
      },

      done() {
        this.reset({ currentPassword: '', newPassword: '' });
        shut(this);
        notify(t('account.passwordSaved'));
      },
    }),

  sessions: () => ({
    rows: [],
    busy: false,

    init() {
      this.rows = this.viewer.sessions.nodes;
    },

    async end(row) {
      if (await act(SESSION_REVOKE, { id: row.id })) this.rows = this.rows.filter((other) => Alpine.raw(other) !== Alpine.raw(row));
    },

    async endOthers() {
      this.busy = true;
      if (await act(SESSIONS_REVOKE_OTHERS)) this.rows = this.rows.filter((row) => row.current);
      this.busy = false;
    },
  }),
});
