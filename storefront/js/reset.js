import { gql } from '/assets/shared/js/api-client.js';
import { url } from '/assets/shared/js/config.js';
import { withForm } from '/assets/shared/js/form.js';
import { linkToken } from '/assets/shared/js/link-token.js';
import { session } from '/assets/shared/js/session.js';
import { bringCart, startAccount, strengthOf } from './account.js';
import { PASSWORD_RESET } from './account-queries.js';

const token = linkToken();

startAccount({
  reset: () =>
    withForm(
      {
        values: { password: '' },

        async send({ password }) {
          const { passwordReset } = await gql(PASSWORD_RESET, { input: { token, password } }, { anonymous: true });
          if (passwordReset.userErrors.some((error) => error.code === 'NOT_FOUND')) {
            this.over = true;
            return [];
          }
          this.email = passwordReset.email;
          return passwordReset.userErrors;
        },

        // Straight into the account; where that fails the password is set all the same, and can be used.
        async done() {
          if (this.over) return;
          const refused = await session.signIn({ email: this.email, password: this.values.password });
          if (refused.length === 0) await bringCart();
          location.replace(refused.length > 0 ? url('account/login') : url('account/orders'));
        },
      },
      {
        over: !token,
        email: '',

        get strength() {
          return strengthOf(this.values.password);
        },
      },
    ),
});
