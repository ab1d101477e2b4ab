import { start } from '/assets/shared/js/app.js';
import { config, safeReturn } from '/assets/shared/js/config.js';
import { withForm } from '/assets/shared/js/form.js';
import { session } from '/assets/shared/js/session.js';

start({
  pages: {
    login: () =>
      withForm(
        {
          values: { email: '', password: '' },
          send: (values) => session.signIn(values),
          done: () => location.assign(safeReturn(new URLSearchParams(location.search).get('back'))),
        },
        {
          place: config.vendor?.name ?? 'Orion',
        },
      ),
  },
});
