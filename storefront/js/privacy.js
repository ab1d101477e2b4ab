// What the law lets a customer ask of the shop: a copy of their data, and the end of their account.
import { gql } from '/assets/shared/js/api-client.js';
import { withForm } from '/assets/shared/js/form.js';
import { date, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { act, loadMine, startAccount } from './account.js';
import { MY_DATA, PRIVACY_CANCEL, PRIVACY_ERASURE, PRIVACY_EXPORT } from './account-queries.js';

startAccount({
  privacy: () => ({
    phase: 'loading',
    failure: null,
    requests: [],
    busy: false,

    init() {
      return this.load();
    },

    load() {
      return loadMine(this, MY_DATA, (_, { shop }) => (this.requests = shop.privacyRequests));
    },

    /** The copies, newest first, as many as anybody wants to see. */
    get files() {
      return this.requests.filter(({ kind }) => kind === 'EXPORT').slice(0, 3);
    },

    get making() {
      return this.files.some(({ status }) => status === 'PENDING');
    },

    get erasure() {
      return this.requests.find(({ kind, status }) => kind === 'ERASURE' && status === 'PENDING') ?? null;
    },

    stateOf({ status, createdAt, expiresAt }) {
      return t(`privacyState.${status}`, { asked: date(createdAt), until: expiresAt ? date(expiresAt) : '' });
    },

    async change(op, variables, done) {
      this.busy = true;
      if (await act(op, variables)) {
        notify(done);
        await this.load();
      }
      this.busy = false;
    },

    askForCopy() {
      return this.change(PRIVACY_EXPORT, {}, t('privacy.asked'));
    },

    keep() {
      return this.change(PRIVACY_CANCEL, { id: this.erasure.id }, t('privacy.kept'));
    },
  }),

  erasing: () =>
    withForm({
      values: { password: '' },

      async send({ password }) {
        return (await gql(PRIVACY_ERASURE, { password })).privacyErasureRequest.userErrors;
      },

      done() {
        return this.load();
      },
    }),
});
