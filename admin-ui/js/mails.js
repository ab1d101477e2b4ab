// The kinds of mails that a shop sends, each in three languages.
import { url } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { languageName } from '/assets/shared/js/i18n.js';
import { ask } from './console.js';
import { MAIL_KINDS } from './mail-queries.js';
import { aboutText, startMails } from './mail-tabs.js';
import { settle, tools } from './page.js';

const OF_ORDERS = /^(?:order|return|withdrawal)-/;

/** The mails of each kind, as a row. */
function rowsOf(templates) {
  const kinds = [...new Set(templates.map(({ kind }) => kind))];
  return kinds.map((kind) => ({ kind, name: aboutText(kind), words: templates.filter((one) => one.kind === kind).map(wordsOf) }));
}

const wordsOf = ({ kind, language, overridden }) => ({ language, overridden, name: languageName(language), address: url(`settings/mails/texts/${kind}/${language}`) });

startMails({
  mails: () =>
    mix(tools, {
      phase: 'loading',
      failure: null,
      groups: [],

      init() {
        return this.reload();
      },

      reload() {
        return settle(this, async () => {
          const rows = rowsOf((await ask(MAIL_KINDS)).vendor.mailTemplates);
          const orders = rows.filter(({ kind }) => OF_ORDERS.test(kind));
          this.groups = [{ key: 'mails.ofOrders', rows: orders }, { key: 'mails.ofAccounts', rows: rows.filter((row) => !orders.includes(row)) }];
        });
      },
    }),
});
