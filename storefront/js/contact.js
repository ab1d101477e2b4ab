// The page that writes to the shop.
import { gql } from '/assets/shared/js/api-client.js';
import { withForm } from '/assets/shared/js/form.js';
import { CONTACT_SEND } from './contact-queries.js';
import { startShop } from './shop.js';

startShop({
  contact: () =>
    withForm(
      {
        values: { name: '', email: '', orderNumber: new URLSearchParams(location.search).get('order') ?? '', message: '' },

        async send({ orderNumber, ...values }) {
          return (await gql(CONTACT_SEND, { input: { ...values, orderNumber: orderNumber.trim() || null } })).contactSend.userErrors;
        },

        done() {
          this.sent = this.values.email.trim();
        },
      },
      { sent: '' },
    ),
});
