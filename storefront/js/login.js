import { safeReturn, url } from '/assets/shared/js/config.js';
import { form } from '/assets/shared/js/form.js';
import { session } from '/assets/shared/js/session.js';
import { startShop } from './shop.js';

startShop({
  login: () =>
    form({
      values: { email: '', password: '' },
      send: (values) => session.signIn(values),
      done: () => location.assign(safeReturn(new URLSearchParams(location.search).get('back'), url('account/orders'))),
    }),
});
