import { gql } from '/assets/shared/js/api-client.js';
import { withForm } from '/assets/shared/js/form.js';
import { startAccount } from './account.js';
import { PASSWORD_RESET_REQUEST } from './account-queries.js';

startAccount({
  forgot: () =>
    withForm(
      {
        values: { email: '' },

        async send({ email }) {
          const input = { audience: 'CUSTOMER', email };
          const { passwordResetRequest } = await gql(PASSWORD_RESET_REQUEST, { input }, { anonymous: true });
          return passwordResetRequest.userErrors;
        },

        done() {
          this.sent = this.values.email.trim();
        },
      },
      { sent: '' },
    ),
});
