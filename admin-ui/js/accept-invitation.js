// A link of an invitation: somebody new sets a password, somebody with an account gives theirs; then they are in.
import { gql } from '/assets/shared/js/api-client.js';
import { start } from '/assets/shared/js/app.js';
import { config, url } from '/assets/shared/js/config.js';
import { withForm } from '/assets/shared/js/form.js';
import { known, t } from '/assets/shared/js/i18n.js';
import { linkToken } from '/assets/shared/js/link-token.js';
import { session } from '/assets/shared/js/session.js';
import { INVITATION, INVITATION_ACCEPT } from './account-queries.js';
import { settle } from './page.js';
import { bornName } from './permissions.js';
import { strengthOf, strongEnough } from './strength.js';

const token = linkToken();

start({
  pages: {
    accept: () =>
      withForm(
        {
          values: { name: '', password: '' },
          rules: {
            name(value) {
              return this.offer.hasAccount || value.trim() !== '' ? null : t('required.name');
            },
            password(value) {
              return this.offer.hasAccount || strongEnough(value) ? null : strengthOf(value);
            },
          },

          async send({ name, password }) {
            const input = { token, password, name: this.offer.hasAccount ? undefined : name.trim() };
            const { invitationAccept } = await gql(INVITATION_ACCEPT, { input }, { anonymous: true });
            if (invitationAccept.userErrors.some((error) => error.code === 'NOT_FOUND')) {
              this.phase = 'over';
              return [];
            }
            return invitationAccept.userErrors;
          },

          async done() {
            if (this.phase === 'over') return;
            const refused = await session.signIn({ email: this.offer.email, password: this.values.password });
            location.replace(refused.length > 0 || session.challenge ? url('login', { notice: 'joined' }) : url());
          },
        },
        {
          phase: 'loading',
          failure: null,
          offer: null,
          place: config.vendor?.name ?? 'Orion',

          init() {
            if (!token) return (this.phase = 'over');
            return this.load();
          },

          load() {
            return settle(this, async () => {
              const { invitation } = await gql(INVITATION, { token }, { anonymous: true });
              if (!invitation) return (this.phase = 'over');
              this.offer = invitation;
            });
          },

          // The roles of the staff are called as their templates are.
          get roleName() {
            const { roleName } = this.offer;
            const staff = `staffRole.${roleName.toLowerCase()}`;
            if (config.vendor) return bornName(roleName);
            return known(staff) ? t(staff) : roleName;
          },

          get strength() {
            return strengthOf(this.values.password);
          },

          get strong() {
            return strongEnough(this.values.password);
          },
        },
      ),
  },
});
