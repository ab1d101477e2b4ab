// A link that does its work when it is followed: the token is spent as the page opens.
import { gql } from '/assets/shared/js/api-client.js';
import { linkToken } from '/assets/shared/js/link-token.js';
import { startAccount } from './account.js';
import { settle } from './page.js';

const token = linkToken();

/** Starts the page of a link that `op` spends; its payload is the field of that name. */
export function startFollowed(op, field) {
  return startAccount({
    followed: () => ({
      phase: 'loading',
      failure: null,
      email: '',

      init() {
        return this.load();
      },

      async load() {
        if (!token) {
          this.phase = 'over';
          return;
        }
        await settle(this, async () => {
          const payload = (await gql(op, { token }, { anonymous: true }))[field];
          this.email = payload.email;
          if (payload.userErrors.length > 0) this.phase = 'over';
        });
      },
    }),
  });
}
