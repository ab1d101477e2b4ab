// The link that was sent to a new address: following it is the proof.
import { gql } from '/assets/shared/js/api-client.js';
import { start } from '/assets/shared/js/app.js';
import { linkToken } from '/assets/shared/js/link-token.js';
import { EMAIL_CHANGE } from './account-queries.js';
import { settle } from './page.js';

const token = linkToken();

start({
  pages: {
    confirmEmail: () => ({
      phase: 'loading',
      failure: null,
      email: '',

      init() {
        if (!token) return (this.phase = 'over');
        return this.load();
      },

      load() {
        return settle(this, async () => {
          const { emailChange } = await gql(EMAIL_CHANGE, { input: { token } }, { anonymous: true });
          if (!emailChange.email) return (this.phase = 'over');
          this.email = emailChange.email;
        });
      },
    }),
  },
});
