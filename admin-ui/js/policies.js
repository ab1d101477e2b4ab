// The texts that the law wants in a shop: one kind a view, each in the languages of the shop.
import { config, url } from '/assets/shared/js/config.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { complain, form } from '/assets/shared/js/form.js';
import { languageName, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { settle, shopUrl, tools } from './page.js';
import { POLICIES, POLICY_REMOVE, POLICY_SET } from './policy-queries.js';
import { RichText } from './rich-text.js';

const chosen = (new URLSearchParams(location.search).get('kind') ?? 'terms').toUpperCase();

// A place of a starting text that is still to be filled in.
const OPEN = /\[[^\]]+\]/;

const editor = form({
  values: { words: {} },
  fieldOf: (path) => (path.includes('texts') ? 'words' : null),

  async send({ words }) {
    const texts = Object.entries(words).filter(([, text]) => text !== '').map(([language, text]) => ({ language, text }));
    const { policy, userErrors } = (await ask(POLICY_SET, { input: { kind: this.policy.kind, texts, ifVersion: this.version } })).shopPolicySet;
    this.conflict = userErrors.some(({ code }) => code === 'STALE_VERSION');
    if (policy && userErrors.length === 0) this.put(policy);
    return userErrors;
  },

  done() {
    notify(t('policies.saved', { title: t(`policyKind.${this.policy.kind}`) }));
  },
});

const page = {
  phase: 'loading',
  failure: null,
  policies: [],
  policy: null,
  version: 0,
  conflict: false,
  languages: [],
  language: '',
  nameless: false, // whether it is not said who sells

  init() {
    return this.reload();
  },

  reload() {
    return settle(this, () => this.read());
  },

  async read() {
    const { policies, profile } = (await ask(POLICIES)).vendor;
    this.policies = policies;
    this.languages = profile.languages;
    this.language ||= profile.languages[0];
    this.nameless = !profile.legalName || !profile.legalAddress || !profile.contactEmail;
    this.take(policies.find(({ kind }) => kind === chosen) ?? policies[0]);
  },

  take(policy) {
    this.policy = policy;
    this.version = policy.version;
    this.conflict = false;
    const spoken = [...this.languages, ...policy.texts.map(({ language }) => language)];
    this.reset({ words: Object.fromEntries(spoken.map((one) => [one, policy.texts.find(({ language }) => language === one)?.text ?? ''])) });
  },

  put(policy) {
    this.policies = this.policies.map((one) => (one.kind === policy.kind ? policy : one));
    this.take(policy);
  },

  get frozen() {
    return !this.can('SETTINGS_WRITE');
  },

  get views() {
    return this.policies.map(({ kind, published, missing }) => ({ kind, address: url('settings/policies', { kind: kind.toLowerCase() }), current: kind === this.policy?.kind, state: published ? (missing.length > 0 ? 'part' : 'whole') : 'none' }));
  },

  get tongues() {
    return Object.keys(this.values.words).map((value) => ({ value, text: languageName(value), written: this.values.words[value] !== '' }));
  },

  /** Whether the text that is written in has places that are still to be filled in. */
  get unfinished() {
    return OPEN.test(this.values.words[this.language] ?? '');
  },

  get empty() {
    return (this.values.words[this.language] ?? '') === '';
  },

  get inShop() {
    return `${shopUrl(config, `legal/${this.policy.kind.toLowerCase()}`)}?lang=${this.language}`;
  },

  write(language, html) {
    this.values.words[language] = html;
    this.touch('words');
  },

  /** Puts a text to begin with into the editor, in the language that is written in. */
  async begin() {
    try {
      const answer = await fetch(`/assets/console/locales/${this.language}.json`);
      this.write(this.language, (await answer.json())[`policyStart.${this.policy.kind}`]);
    } catch {
      complain([{ message: t('policies.noStart') }]);
    }
  },

  async takeTheirs() {
    await this.read();
  },

  /** Ours over theirs. */
  async overwrite(element) {
    const { policies } = (await ask(POLICIES)).vendor;
    this.version = policies.find(({ kind }) => kind === this.policy.kind).version;
    this.conflict = false;
    return this.submit(element);
  },

  async remove() {
    const title = t(`policyKind.${this.policy.kind}`);
    const agreed = await confirmDialog({ title: t('policies.removeTitle', { title }), text: t('policies.removeText'), action: t('policies.remove'), danger: true });
    if (!agreed) return;
    const payload = await act(ask, POLICY_REMOVE, { kind: this.policy.kind });
    if (!payload) return;
    this.put(payload.policy);
    notify(t('policies.removed', { title }));
  },
};

startConsole({ policies: () => mix(tools, editor, page) }, {}, () => customElements.define('orion-rich-text', RichText));
