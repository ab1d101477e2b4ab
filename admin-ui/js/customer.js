// One customer: what they bought, where they live and what the team knows of them.
import { setTitle } from '/assets/shared/js/app.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { complain } from '/assets/shared/js/form.js';
import { languageName, t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { CUSTOMER_BLOCK, CUSTOMER_BY_ID, CUSTOMER_NOTE, CUSTOMER_UNBLOCK, PRIVACY_CANCEL, PRIVACY_CREATE, PRIVACY_OF_CUSTOMER } from './customer-queries.js';
import { addressLines, lastPart, personName, settle, tools } from './page.js';
import { requests } from './privacy-words.js';

startConsole({
  customer: () =>
    mix(tools, requests, {
      phase: 'loading',
      failure: null,
      customer: null,
      working: false,
      note: '',
      asked: [], // of their data

      init() {
        return this.reload();
      },

      reload() {
        return settle(this, async () => {
          const { vendor } = await ask(CUSTOMER_BY_ID, { id: lastPart() });
          if (!vendor.customer) return (this.phase = 'missing');
          this.take(vendor.customer);
          await this.loadAsked();
        });
      },

      async loadAsked() {
        this.asked = (await ask(PRIVACY_OF_CUSTOMER, { id: this.customer.id })).vendor.privacyRequests.nodes;
      },

      async exportData() {
        if (!(await confirmDialog({ title: t('privacy.exportTitle', { name: this.name }), text: t('privacy.exportText'), action: t('privacy.exportData') }))) return;
        await this.request(PRIVACY_CREATE, { id: this.customer.id, kind: 'EXPORT' }, t('privacy.exportAsked'));
      },

      async erase() {
        const { name } = this;
        if (!(await confirmDialog({ title: t('privacy.eraseTitle', { name }), text: t('privacy.eraseTeamText'), action: t('privacy.erase'), danger: true, phrase: this.customer.email }))) return;
        await this.request(PRIVACY_CREATE, { id: this.customer.id, kind: 'ERASURE' }, t('privacy.eraseAsked'));
      },

      takeBack(row) {
        return this.request(PRIVACY_CANCEL, { id: row.id }, t('privacy.takenBack'));
      },

      /** Asks something about their data, and shows what is asked for then. */
      async request(op, variables, done) {
        try {
          const { userErrors } = Object.values(await ask(op, variables))[0];
          if (userErrors.length > 0) return complain(userErrors);
          notify(done);
          await this.loadAsked();
        } catch (error) {
          if (error.name !== 'ApiError') throw error;
          complain(error);
        }
      },

      take(customer) {
        this.customer = { ...customer, notes: customer.notes ?? [] }; // none is null
        setTitle(this.name);
      },

      get name() {
        return this.customer ? personName(this.customer) || this.customer.email : '';
      },

      get language() {
        return languageName(this.customer.language);
      },

      get spent() {
        return this.customer.spent?.map((sum) => money(sum)).join(', ') || '–';
      },

      lines: (row) => addressLines(row.address),

      async addNote() {
        const text = this.note.trim();
        if (text !== '' && (await this.act(CUSTOMER_NOTE, { text }, t('customer.noteAdded')))) this.note = '';
      },

      async block() {
        const { name } = this;
        const reason = await confirmDialog({ title: t('customers.blockTitle', { name }), text: t('customers.blockText'), action: t('customers.block'), danger: true, reason: true });
        if (reason) await this.act(CUSTOMER_BLOCK, { reason }, t('customers.wasBlocked', { name }));
      },

      unblock() {
        return this.act(CUSTOMER_UNBLOCK, {}, t('customers.wasUnblocked', { name: this.name }));
      },

      /** Does it and shows the customer as they are then, or says what is wrong; whether it was done. */
      async act(op, variables, done) {
        if (this.working) return false;
        this.working = true;
        try {
          const { customer, userErrors } = Object.values(await ask(op, { id: this.customer.id, ...variables }))[0];
          if (userErrors.length > 0) {
            complain(userErrors);
            return false;
          }
          this.take(customer);
          notify(done);
          return true;
        } catch (error) {
          if (error.name !== 'ApiError') throw error;
          complain(error);
          return false;
        } finally {
          this.working = false;
        }
      },
    }),
});
