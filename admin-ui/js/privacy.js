import { confirmDialog } from '/assets/shared/js/dialog.js';
import { t } from '/assets/shared/js/i18n.js';
import { ask, startConsole } from './console.js';
import { PRIVACY_CANCEL, PRIVACY_REQUESTS } from './customer-queries.js';
import { consoleList, personName } from './page.js';
import { requests } from './privacy-words.js';

const VIEWS = { '': undefined, open: { status: 'PENDING' }, copies: { kind: 'EXPORT' }, erasures: { kind: 'ERASURE' } };

async function load({ filters, page, signal }) {
  const data = await ask(PRIVACY_REQUESTS, { ...page, where: VIEWS[filters.view] }, { signal });
  return { ...data.vendor.privacyRequests, partial: Boolean(data.$errors) };
}

startConsole({
  privacy: () =>
    consoleList({ load, pageSize: 25, counted: 'privacy.count', views: Object.keys(VIEWS), text: (view) => t(`privacyView.${view || 'all'}`) }, requests, {
      nameOf: (row) => (row.customer ? personName(row.customer) || row.customer.email : '–'),

      async takeBack(row) {
        if (!(await confirmDialog({ title: t('privacy.takeBackTitle'), text: t('privacy.takeBackText'), action: t('privacy.takeBack') }))) return;
        await this.run(async () => (await ask(PRIVACY_CANCEL, { id: row.id })).privacyRequestCancel.userErrors, t('privacy.takenBack'));
      },
    }),
});
