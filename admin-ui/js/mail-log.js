// The mails that a shop has sent, and those that its team got, and what became of them.
import { url } from '/assets/shared/js/config.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { t } from '/assets/shared/js/i18n.js';
import { ask } from './console.js';
import { MAIL_RESEND, MAILS } from './mail-queries.js';
import { aboutText, startMails } from './mail-tabs.js';
import { consoleList, onward } from './page.js';

const VIEWS = ['', 'QUEUED', 'SENT', 'FAILED', 'BOUNCED', 'SUPPRESSED'];

// In the order of a buyer's way, then what customers, and people who are asked into the team, are told of themselves, then
// what the team is told of its shop.
const KINDS = [
  'order-placed', 'order-paid', 'order-fulfilled', 'order-cancelled', 'order-refunded', 'order-link', 'return-requested', 'withdrawal-received',
  'return-approved', 'return-rejected', 'verify-email', 'choose-password', 'already-registered', 'password-reset', 'password-changed', 'email-change',
  'email-change-notice', 'email-taken', 'privacy-export', 'privacy-erasure', 'privacy-erased', 'invitation',
  'contact-message', 'import-finished', 'low-stock', 'payout-required', 'source-paused', 'webhook-disabled',
];

async function load({ filters, page, signal }) {
  const where = { status: filters.view ? [filters.view] : undefined, kind: filters.about ? [filters.about] : undefined };
  return (await ask(MAILS, { ...onward(page), where }, { signal })).vendor.mailDeliveries;
}

startMails({
  mailLog: () =>
    consoleList({ load, forward: true, filters: { about: '' }, pageSize: 25, counted: 'mails.count', views: VIEWS, text: (view) => t(`mailView.${view || 'all'}`) }, {
      kinds: KINDS.map((value) => ({ value, text: aboutText(value) })),
      aboutText,

      /** The page of the order that a mail tells of, for those who may see it. */
      orderOf({ orderId }) {
        return orderId && this.can('ORDER_READ') ? url(`orders/${orderId}`) : null;
      },

      async resend({ id, kind, recipient }) {
        const agreed = await confirmDialog({ title: t('mails.resendTitle'), text: t('mails.resendText', { about: aboutText(kind), address: recipient }), action: t('mails.resend') });
        if (agreed) await this.run(async () => (await ask(MAIL_RESEND, { id })).mailResend.userErrors, t('mails.resent', { address: recipient }));
      },
    }),
});
