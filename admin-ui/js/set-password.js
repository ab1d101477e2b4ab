import { gql } from '/assets/shared/js/api-client.js';
import { start } from '/assets/shared/js/app.js';
import { config, url } from '/assets/shared/js/config.js';
import { withForm } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { session } from '/assets/shared/js/session.js';
import { PASSWORD_RESET } from './queries.js';

const token = new URLSearchParams(location.search).get('token');

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

          // Straight into the console; where that fails the password is set all the same, and can be used.
          async done() {
            if (this.over) return;
            const refused = await session.signIn({ email: this.email, password: this.values.password });
            location.replace(refused.length > 0 ? url('login') : url());
          },
        },
        {
          place: config.vendor?.name ?? 'Orion',
          over: !token,
          email: '',

          get rule() {
            return t('password.rule');
          },
        },
      ),
  },
});
