import { gql } from '/assets/shared/js/api-client.js';
import { start } from '/assets/shared/js/app.js';
import { config } from '/assets/shared/js/config.js';
import { withForm } from '/assets/shared/js/form.js';
import { PASSWORD_RESET_REQUEST } from './account-queries.js';

start({
  pages: {
    forgot: () =>
      withForm(
        {
          values: { email: '' },

          async send({ email }) {
            const input = { audience: config.area === 'admin' ? 'ADMIN' : 'VENDOR', email: email.trim(), vendor: config.vendor?.slug };
            const { passwordResetRequest } = await gql(PASSWORD_RESET_REQUEST, { input }, { anonymous: true });
            return passwordResetRequest.userErrors;
          },

          done() {
            this.sent = this.values.email.trim();
            this.$nextTick(() => document.getElementById('sent')?.focus());
          },
        },
        { sent: '' },
      ),
  },
});
