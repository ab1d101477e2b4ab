// The first password of an owner, and a new one for somebody who forgot theirs: both by a link.
import { gql } from '/assets/shared/js/api-client.js';
import { start } from '/assets/shared/js/app.js';
import { config, url } from '/assets/shared/js/config.js';
import { withForm } from '/assets/shared/js/form.js';
import { linkToken } from '/assets/shared/js/link-token.js';
import { session } from '/assets/shared/js/session.js';
import { PASSWORD_RESET } from './queries.js';
import { strengthOf, strongEnough } from './strength.js';

const token = linkToken();

start({
  pages: {
    setPassword: () =>
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

          // Straight into the console; where that fails, or a second factor is asked for, the password is set all the same.
          async done() {
            if (this.over) return;
            const refused = await session.signIn({ email: this.email, password: this.values.password });
            location.replace(refused.length > 0 || session.challenge ? url('login', { notice: 'password' }) : url());
          },
        },
        {
          place: config.vendor?.name ?? 'Orion',
          over: !token,
          email: '',

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
