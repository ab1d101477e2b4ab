import { gql } from '/assets/shared/js/api-client.js';
import { withForm } from '/assets/shared/js/form.js';
import { startAccount } from './account.js';
import { ORDER_LOOKUP } from './account-queries.js';

startAccount({
  lookup: () =>
    withForm(
      {
        values: { number: '', email: '' },

        async send(values) {
          return (await gql(ORDER_LOOKUP, values)).orderLookup.userErrors;
        },

        done() {
          this.sent = this.values.email.trim();
        },
      },
      { sent: '' },
    ),
});
