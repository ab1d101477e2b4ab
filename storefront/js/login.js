import { safeReturn, url } from '/assets/shared/js/config.js';
import { withForm } from '/assets/shared/js/form.js';
import { session } from '/assets/shared/js/session.js';
import { bringCart, resending, startAccount } from './account.js';

startAccount({
  login: () =>
    withForm(
      {
        values: { email: '', password: '' },

        // An address that waits to be proved is no mistake of an entry: the page offers the mail again instead.
        async send(values) {
          const refused = await session.signIn(values);
          this.unverified = refused.some((error) => error.code === 'NOT_VERIFIED');
          return this.unverified ? [] : refused;
        },

        async done() {
          if (this.unverified) return;
          await bringCart();
          location.assign(safeReturn(new URLSearchParams(location.search).get('back'), url('account/orders')));
        },
      },
      { unverified: false },
      resending(),
    ),
});
