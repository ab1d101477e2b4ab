// The account that a vendor is paid out to: how it stands, what is missing, and the way to the provider's own pages.
import { mix } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { ask } from './console.js';
import { act } from './copy.js';
import { settle, tools } from './page.js';
import { PAYMENT_ACCOUNT, PAYMENT_ACCOUNT_LINK } from './payment-queries.js';

// What the provider asks for, in our words: the first that fits its own name of it.
const WANTED = [
  [/verification\.(additional_)?document/, 'identity'],
  [/^external_account/, 'bank'],
  [/^tos_acceptance/, 'terms'],
  [/^(business_profile|business_type|settings)/, 'business'],
  [/^company|^directors|^owners|^executives/, 'company'],
  [/^(individual|representative|person_|relationship)/, 'person'],
];

const wordOf = (field) => WANTED.find(([pattern]) => pattern.test(field))?.[1] ?? 'other';

/** What is asked for, each thing once: the provider names every field of an address, a reader wants to know that it is missing. */
function gathered(requirements) {
  const byWord = new Map();
  for (const { field, due, reason } of requirements) {
    const word = wordOf(field);
    const known = byWord.get(word) ?? { key: word, due: false, reason: '' };
    byWord.set(word, { key: word, due: known.due || due, reason: known.reason || reason });
  }
  return [...byWord.values()].map((one) => ({ ...one, text: t(`payAccountWants.${one.key}`) }));
}

export const account = () =>
  mix(tools, {
    phase: 'loading',
    failure: null,
    data: null,
    leaving: false,

    init() {
      return this.reload();
    },

    reload() {
      return settle(this, async () => {
        this.data = (await ask(PAYMENT_ACCOUNT)).vendor.paymentAccount;
      });
    },

    /** A platform without such a provider has nothing to show. */
    get shown() {
      return this.phase === 'ready' && this.data !== null;
    },

    get state() {
      if (!this.data?.accountId) return 'NONE';
      const { chargesEnabled, payoutsEnabled, requirements } = this.data;
      if (!chargesEnabled || !payoutsEnabled) return 'RESTRICTED';
      return requirements.length > 0 ? 'WANTED' : 'ACTIVE';
    },

    get face() {
      return { NONE: '', RESTRICTED: 'warning', WANTED: 'info', ACTIVE: 'success' }[this.state];
    },

    get wants() {
      return gathered(this.data?.requirements ?? []);
    },

    get testing() {
      return Boolean(this.data?.accountId) && !this.data.live;
    },

    get step() {
      return t(this.state === 'NONE' ? 'payAccount.open' : this.state === 'ACTIVE' ? 'payAccount.look' : 'payAccount.continue');
    },

    /** The address serves once, so it is asked for when it is followed. */
    async leave() {
      this.leaving = true;
      const payload = await act(ask, PAYMENT_ACCOUNT_LINK, {});
      if (payload?.url) location.assign(payload.url);
      else this.leaving = false;
    },
  });
