// <orion-money-tabs>: the pages about how a vendor is paid, as tabs.
import { path, url } from '/assets/shared/js/config.js';
import { h } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';

const PAGES = [['payments', 'nav.payments'], ['payments/methods', 'nav.paymentMethods'], ['payments/ledger', 'nav.ledger']];

export class MoneyTabs extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const links = PAGES.map(([page, key]) => h('a', { href: url(page), 'aria-current': page === path() ? 'page' : null }, t(key)));
    this.append(h('nav', { class: 'tabs sections', 'aria-label': t('nav.payments') }, links));
  }
}
