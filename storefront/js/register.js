import { gql } from '/assets/shared/js/api-client.js';
import { withForm } from '/assets/shared/js/form.js';
import { resending, startAccount, strengthOf } from './account.js';
import { CUSTOMER_REGISTER } from './account-queries.js';

startAccount({
  register: () =>
    withForm(
      {
        values: { firstName: '', lastName: '', email: '', password: '' },

        async send(input) {
          const { customerRegister } = await gql(CUSTOMER_REGISTER, { input }, { anonymous: true });
          return customerRegister.userErrors;
        },

        done() {
          this.sent = this.values.email.trim();
          this.reset({ password: '' });
        },
      },
      {
        sent: '',

        get strength() {
          return strengthOf(this.values.password);
        },
      },
      resending(),
    ),
});
