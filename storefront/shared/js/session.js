// Who is signed in. The access token lives in memory only; an httpOnly cookie brings a new one to the next page.
import { config } from './config.js';
import { recall, remember } from './storage.js';
import { ApiError, contextHeaders, exchange } from './transport.js';
import { SIGN_IN, SIGN_IN_CONFIRM, SIGN_OUT, TOKEN_REFRESH } from './session-queries.js';

const AUDIENCES = { shop: 'CUSTOMER', vendor: 'VENDOR', admin: 'ADMIN' };
const audience = AUDIENCES[config.area];

let refreshing = null;

export const session = {
  token: null,
  viewer: null,
  challenge: null, // set between a password and the code of a second factor

  /** A refresh is worth asking for: somebody signed in here before. Guests never make that call. */
  get expected() {
    return recall('signed-in') === true;
  },

  /**
   * A new access token by cookie. Calls at the same time share one request, also between tabs, because a refresh
   * token serves once. Rejects with UNAUTHENTICATED when the session is over. A refreshToken that came by a link stands
   * in for the cookie.
   */
  refresh({ stale = null, refreshToken = undefined } = {}) {
    if (stale && this.token && this.token !== stale) return Promise.resolve();
    refreshing ??= locked(() => call(TOKEN_REFRESH, { input: { audience, refreshToken } }))
      .then((data) => this.accept(data.tokenRefresh))
      .finally(() => (refreshing = null));
    return refreshing;
  },

  /** Resolves to userErrors; empty means signed in, or that confirm() has to answer a challenge. */
  async signIn({ email, password }) {
    const input = { audience, email, password, vendor: config.vendor?.slug };
    const { signIn } = await call(SIGN_IN, { input });
    this.challenge = signIn.challenge ?? null;
    if (signIn.userErrors.length === 0 && !this.challenge) this.accept(signIn);
    return signIn.userErrors;
  },

  /** Answers the challenge with a code; resolves to userErrors, empty means signed in. */
  async confirm(code) {
    const { signInConfirm } = await call(SIGN_IN_CONFIRM, { input: { challenge: this.challenge, code } });
    if (signInConfirm.userErrors.length === 0) this.accept(signInConfirm);
    return signInConfirm.userErrors;
  },

  async signOut() {
    await call(SIGN_OUT, {}, this.token).catch(() => null); // offline or over already: forget it here all the same
    this.forget();
  },

  /** Takes the tokens of a payload (sign-in, refresh, registration). */
  accept(payload) {
    if (!payload?.accessToken) {
      this.forget();
      throw new ApiError('UNAUTHENTICATED');
    }
    this.token = payload.accessToken;
    this.viewer = payload.viewer ?? this.viewer;
    remember('signed-in', true);
  },

  forget() {
    this.token = null;
    this.viewer = null;
    remember('signed-in', null);
  },

  can(permission) {
    return this.viewer?.permissions?.includes(permission) ?? false;
  },
};

// Signing in and refreshing go without the access token: one that has run out is refused at the door, whatever
// the request asks for. A page that is left does not break them off: the next one needs the cookie that comes back.
async function call(op, variables, token = null) {
  const headers = { ...contextHeaders(token), 'Content-Type': 'application/json' };
  const body = JSON.stringify({ operationName: op.name, query: op.text, variables });
  const { data } = await exchange(config.api, { method: 'POST', headers, body, keepalive: true });
  return data;
}

function locked(work) {
  return navigator.locks ? navigator.locks.request(`orion-refresh:${audience}:${config.vendor?.slug ?? ''}`, work) : work();
}
