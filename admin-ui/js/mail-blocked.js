// Addresses that get no mail of a shop.
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask } from './console.js';
import { BLOCK, BLOCKED, UNBLOCK } from './mail-queries.js';
import { startMails } from './mail-tabs.js';
import { consoleList, onward } from './page.js';

const load = async ({ page, signal }) => (await ask(BLOCKED, onward(page), { signal })).vendor.mailSuppressions;

const blocking = form({
  values: { address: '', detail: '' },

  async send({ address, detail }) {
    return (await ask(BLOCK, { address: address.trim(), detail: detail.trim() || null })).mailSuppressionAdd.userErrors;
  },

  async done() {
    this.$refs.block.close();
    notify(t('mails.isBlocked', { address: this.values.address.trim() }));
    await this.reload();
  },
});

const page = {
  open() {
    this.reset({ address: '', detail: '' });
    this.$refs.block.showModal();
    this.focusField('address');
  },

  async unblock({ id, address }) {
    const agreed = await confirmDialog({ title: t('mails.unblockTitle'), text: t('mails.unblockText', { address }), action: t('mails.unblock') });
    if (agreed) await this.run(async () => (await ask(UNBLOCK, { id })).mailSuppressionRemove.userErrors, t('mails.unblocked', { address }));
  },
};

startMails({ mailBlocked: () => consoleList({ load, forward: true, pageSize: 25, counted: 'mails.blockedCount' }, mix(blocking, page)) });
