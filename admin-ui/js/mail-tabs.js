// What the pages about mails share: their tabs, and what a kind of mail is called.
import { path, url } from '/assets/shared/js/config.js';
import { h } from '/assets/shared/js/dom.js';
import { known, t } from '/assets/shared/js/i18n.js';
import { startConsole } from './console.js';

const PAGES = [['settings/mails', 'mails.texts'], ['settings/mails/sender', 'mails.sender'], ['settings/mails/log', 'mails.log'], ['settings/mails/blocked', 'mails.blocked']];

/** What a mail is about; one of a later version shows its code. */
export const aboutText = (kind) => (known(`mailKind.${kind}`) ? t(`mailKind.${kind}`) : kind);

// <orion-mail-tabs>: the pages about mails, as tabs.
class MailTabs extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const links = PAGES.map(([page, key]) => h('a', { href: url(page), 'aria-current': page === path() ? 'page' : null }, t(key)));
    this.append(h('nav', { class: 'tabs sections', 'aria-label': t('nav.mails') }, links));
  }
}

/** startConsole() for a page with these tabs. */
export const startMails = (pages) => startConsole(pages, {}, () => customElements.define('orion-mail-tabs', MailTabs));
