// What a mail of one kind says in one language: the vendor's words in place of the platform's.
import { setTitle } from '/assets/shared/js/app.js';
import { path, url } from '/assets/shared/js/config.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { form } from '/assets/shared/js/form.js';
import { languageName, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { session } from '/assets/shared/js/session.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { Letter, preview } from './mail-preview.js';
import { MAIL_TEMPLATE_RESET, MAIL_TEMPLATE_SET, MAIL_TEMPLATES, MAIL_TEST } from './mail-queries.js';
import { aboutText } from './mail-tabs.js';
import { settle, tools } from './page.js';

const [kind, language] = path().split('/').slice(-2);

const editor = form({
  values: { subject: '', preheader: '', body: '', button: '' },

  async send(values) {
    const { template, userErrors } = (await ask(MAIL_TEMPLATE_SET, { input: { kind, language, ...values } })).mailTemplateSet;
    if (userErrors.length === 0) this.take(template);
    return userErrors;
  },

  done() {
    notify(t('mails.saved'));
  },
});

const page = {
  phase: 'loading',
  failure: null,
  template: null,
  tongues: [],
  writing: 'body', // the field that the cursor was in last
  testing: false,

  init() {
    return this.reload();
  },

  reload() {
    return settle(this, async () => {
      const { mailTemplates, orders } = (await ask(MAIL_TEMPLATES, { orders: this.can('ORDER_READ') })).vendor;
      const template = mailTemplates.find((one) => one.kind === kind && one.language === language);
      if (!template) return (this.phase = 'missing');
      const placed = orders?.nodes.filter(({ placedAt }) => placedAt) ?? [];
      this.orders = template.variables.includes('order') ? placed : [];
      this.tongues = mailTemplates.filter((one) => one.kind === kind).map((one) => ({ ...one, name: languageName(one.language), address: url(`settings/mails/texts/${kind}/${one.language}`) }));
      this.take(template);
      await this.begin();
    });
  },

  take(template) {
    this.template = template;
    const { subject, preheader, body, button } = template;
    this.reset({ subject, preheader, body, button });
    setTitle(this.heading);
  },

  get heading() {
    return aboutText(kind);
  },

  get frozen() {
    return !this.can('SETTINGS_WRITE');
  },

  get testText() {
    if (this.dirty) return t('mails.testUnsaved');
    return t(this.orders.length > 0 ? 'mails.testOfOrder' : 'mails.testText', { address: session.viewer.email });
  },

  remember({ target }) {
    if (target.name in this.values) this.writing = target.name;
  },

  /** Puts a word where the cursor was last. */
  insert(word) {
    const field = document.getElementById(`field-${this.writing}`);
    field.setRangeText(`{{${word}}}`, field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new window.Event('input', { bubbles: true }));
    field.focus();
  },

  async restore() {
    const agreed = await confirmDialog({ title: t('mails.restoreTitle'), text: t('mails.restoreText'), action: t('mails.restore'), danger: true });
    if (!agreed) return;
    const payload = await act(ask, MAIL_TEMPLATE_RESET, { kind, language });
    if (!payload) return;
    this.take(payload.template);
    notify(t('mails.restored'));
  },

  async test() {
    if (this.testing) return;
    this.testing = true;
    const payload = await act(ask, MAIL_TEST, { kind, language, orderId: this.orderId || undefined });
    this.testing = false;
    if (payload) notify(t('mails.tested', { address: payload.delivery.recipient }));
  },
};

startConsole({ mailEditor: () => mix(tools, editor, preview, page) }, {}, () => customElements.define('orion-letter', Letter));
