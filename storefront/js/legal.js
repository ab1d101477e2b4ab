// A text of the law, or who sells, at /legal/<kind>.
import { setTitle } from '/assets/shared/js/app.js';
import { config, path } from '/assets/shared/js/config.js';
import { languageName, t } from '/assets/shared/js/i18n.js';
import { POLICY, SELLER } from './legal-queries.js';
import { addressLines, find } from './page.js';
import { defineRich, ready } from './rich.js';
import { startShop } from './shop.js';

const kind = path().split('/')[1];

/** Who sells, a line for each thing that is known: {key, value, href}. */
function factsOf({ name, address, registrationNumber, vatNumber, email, phone }) {
  const lines = addressLines(address).filter((line) => line.trim() !== '').join('\n');
  return [
    { key: 'legal.seller', value: name },
    { key: 'legal.address', value: lines },
    { key: 'legal.register', value: registrationNumber },
    { key: 'legal.vat', value: vatNumber },
    { key: 'legal.email', value: email, href: email && `mailto:${email}` },
    { key: 'legal.phone', value: phone, href: phone && `tel:${phone.replace(/[^+\d]/g, '')}` },
  ].filter(({ value }) => value);
}

startShop({
  legal: () => ({
    phase: 'loading',
    failure: null,
    text: null,
    seller: null,

    init() {
      setTitle(this.title);
      return this.retry();
    },

    retry() {
      if (kind === 'imprint') return find(this, SELLER, {}, ({ shop }) => shop.legalIdentity);
      return find(this, POLICY, { kind: kind.toUpperCase() }, ({ shop }) => shop.policy);
    },

    async take(found) {
      if (kind === 'imprint') return (this.seller = found);
      await ready();
      this.text = found;
    },

    get title() {
      return t(`legal.${kind}`);
    },

    get facts() {
      return factsOf(this.seller);
    },

    /** Says that the text is in another language than the page. */
    get elsewhere() {
      return this.text.language === config.locale ? '' : t('legal.otherLanguage', { language: languageName(this.text.language) });
    },
  }),
}, defineRich);
