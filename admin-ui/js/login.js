import { start } from '/assets/shared/js/app.js';
import { config, safeReturn } from '/assets/shared/js/config.js';
import { h } from '/assets/shared/js/dom.js';
import { withForm } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { session } from '/assets/shared/js/session.js';

const onward = () => location.assign(safeReturn(new URLSearchParams(location.search).get('back')));

// What a code looks like: six digits of the app, or a recovery code in any writing.
const wrong = (code, recovery) => {
  const plain = code.replace(/[\s-]/g, '');
  if (recovery) return plain.length >= 8 ? null : t('code.recoveryRule');
  return /^\d{6}$/.test(plain) ? null : t('code.rule');
};

const FOCUS = { password: 'field-password', code: 'field-code' };

// <orion-code-step>: what sign-in asks after the password, where the account has a second factor.
class CodeStep extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const heading = h('div', { class: 'stack gap-2' }, h('h1', {}, t('code.heading')), h('p', { class: 'muted', 'x-text': "$t(recovery ? 'code.recoveryText' : 'code.text')" }));
    const app = h('template', { 'x-if': '!recovery' });
    app.content.append(h('orion-field', { class: 'code', name: 'code', label: 'code.label', inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: '7' }));
    const paper = h('template', { 'x-if': 'recovery' });
    paper.content.append(h('orion-field', { name: 'code', label: 'code.recoveryLabel', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', maxlength: '40' }));
    const go = h('button', { class: 'button primary wide', ':aria-busy': 'busy' }, t('login.signIn'));
    const ways = h('p', { class: 'row spread small' },
      h('button', { type: 'button', class: 'link', '@click': 'swap()', 'x-text': "$t(recovery ? 'code.useApp' : 'code.useRecovery')" }),
      h('button', { type: 'button', class: 'link', '@click': 'startOver()' }, t('code.startOver')));
    this.append(h('form', { class: 'inside', novalidate: true, 'x-data': 'code', '@submit.prevent': 'submit($el)' }, heading, h('orion-summary'), app, paper, go, ways));
  }
}

start({
  define: () => customElements.define('orion-code-step', CodeStep),
  pages: {
    login: () =>
      withForm(
        {
          values: { email: '', password: '' },
          send: (values) => session.signIn(values),

          done() {
            this.challenged = session.challenge !== null;
            if (!this.challenged) onward();
          },
        },
        {
          place: config.vendor?.name ?? 'Orion',
          challenged: false,
          notice: new URLSearchParams(location.search).get('notice') ?? '',

          init() {
            document.getElementById('field-email')?.focus();
          },
        },
      ),

    code: () =>
      withForm(
        {
          values: { code: '' },
          rules: {
            code(value) {
              return wrong(value, this.recovery);
            },
          },
          fieldOf: () => 'code',

          async send({ code }) {
            const refused = await session.confirm(code.trim());
            this.reset({ code: '' });
            return refused;
          },

          done: onward,
        },
        {
          recovery: false,

          init() {
            this.toField(FOCUS.code);
          },

          swap() {
            this.recovery = !this.recovery;
            this.reset({ code: '' });
            this.toField(FOCUS.code);
          },

          /** Back to the password: a challenge is good for five minutes only. */
          startOver() {
            session.challenge = null;
            this.challenged = false;
            this.toField(FOCUS.password);
          },

          toField(id) {
            this.$nextTick(() => document.getElementById(id)?.focus());
          },
        },
      ),
  },
});
