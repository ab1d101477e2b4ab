import { confirmDialog } from '/assets/shared/js/dialog.js';
import { form } from '/assets/shared/js/form.js';
import { ago, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { act, copyText } from './copy.js';
import { consoleList, onward } from './page.js';
import { DOMAIN_ADD, DOMAIN_REMOVE, DOMAIN_VERIFY, DOMAINS } from './settings-queries.js';

async function load({ page, signal }) {
  const { vendor } = await ask(DOMAINS, onward(page), { signal });
  return vendor.domains;
}

const adding = form({
  values: { host: '' },
  fieldOf: () => 'host',
  rules: { host: (value) => (/^[^\s/:@]+\.[^\s/:@]+$/u.test(value.trim()) ? null : t('domains.hostRule')) },

  async send({ host }) {
    return (await ask(DOMAIN_ADD, { host: host.trim().toLowerCase() })).domainAdd.userErrors;
  },

  async done() {
    notify(t('domains.added', { host: this.values.host.trim() }));
    this.reset({ host: '' });
    await this.reload();
  },
});

startConsole({
  domains: () =>
    consoleList({ load, forward: true, pageSize: 20, counted: 'domains.count' }, adding, {
      checking: null, // the id that is being looked for

      copy: (text) => copyText(text),

      checked: (row) => (row.checkedAt ? t('domains.checked', { when: ago(row.checkedAt) }) : t('domains.unchecked')),

      async verify(row) {
        this.checking = row.id;
        const payload = await act(ask, DOMAIN_VERIFY, { id: row.id });
        this.checking = null;
        if (!payload) return;
        this.rows = this.rows.map((other) => (other.id === payload.domain.id ? payload.domain : other));
        const { status, host } = payload.domain;
        notify(t(status === 'VERIFIED' ? 'domains.verified' : 'domains.notYet', { host }), { kind: status === 'VERIFIED' ? 'success' : 'error' });
      },

      async remove(row) {
        const { host } = row;
        const agreed = await confirmDialog({ title: t('domains.removeTitle', { host }), text: t('domains.removeText'), action: t('domains.removeAction', { host }), danger: true });
        if (agreed) await this.run(async () => (await ask(DOMAIN_REMOVE, { id: row.id })).domainRemove.userErrors, t('domains.removed', { host }));
      },
    }),
});
