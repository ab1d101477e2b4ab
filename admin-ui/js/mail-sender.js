// In whose name a shop's mails go out.
import { mix } from '/assets/shared/js/dom.js';
import { form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask } from './console.js';
import { fieldsOf, textsOf } from './localized.js';
import { MAIL_BRANDING, MAIL_BRANDING_SET } from './mail-queries.js';
import { startMails } from './mail-tabs.js';
import { settle, tools } from './page.js';

/** What mails say of who sends them, as the fields of the form. */
const valuesOf = ({ fromName, replyTo, footer }) => ({ fromName: fromName ?? '', replyTo: replyTo ?? '', ...fieldsOf('footer', footer) });

/** Errors of a text of the footer, which the graph counts, at the field of its language. */
const placed = (footer) => (error) => {
  const at = error.path.indexOf('footer');
  return at < 0 ? error : { ...error, path: [`footer_${footer[error.path[at + 1]].language}`] };
};

const sender = form({
  values: valuesOf({ footer: [] }),

  async send(values) {
    const footer = textsOf('footer', values);
    const input = { fromName: values.fromName.trim() || null, replyTo: values.replyTo.trim() || null, footer };
    const { branding, userErrors } = (await ask(MAIL_BRANDING_SET, { input })).mailBrandingSet;
    if (userErrors.length === 0) this.reset(valuesOf(branding));
    return userErrors.map(placed(footer));
  },

  done() {
    notify(t('mails.senderSaved'));
  },
});

startMails({
  mailSender: () =>
    mix(tools, sender, {
      phase: 'loading',
      failure: null,
      shop: '', // whose name stands where no other is given
      contact: null,

      init() {
        return this.reload();
      },

      reload() {
        return settle(this, async () => {
          const { name, mailBranding, profile } = (await ask(MAIL_BRANDING)).vendor;
          this.shop = name;
          this.contact = profile.contactEmail;
          this.reset(valuesOf(mailBranding));
        });
      },

      get frozen() {
        return !this.can('SETTINGS_WRITE');
      },
    }),
});
