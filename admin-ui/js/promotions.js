// What the shop takes off, by where it stands.
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { t } from '/assets/shared/js/i18n.js';
import { ask, startConsole } from './console.js';
import { consoleList } from './page.js';
import { PROMOTION_ARCHIVE, PROMOTIONS } from './promotion-queries.js';
import { sentenceOf } from './promotion-words.js';

const VIEWS = { '': ['ACTIVE', 'SCHEDULED', 'USED_UP', 'ENDED'], active: ['ACTIVE'], scheduled: ['SCHEDULED'], over: ['USED_UP', 'ENDED'], archived: ['ARCHIVED'] };

async function load({ filters, search, page, signal }) {
  const data = await ask(PROMOTIONS, { ...page, where: { status: VIEWS[filters.view], search: search || undefined } }, { signal });
  return { ...data.vendor.promotions, partial: Boolean(data.$errors) };
}

startConsole({
  promotions: () =>
    consoleList({ load, pageSize: 50, counted: 'promotions.count', views: Object.keys(VIEWS), text: (view) => t(`promotionView.${view || 'all'}`) }, {
      sentenceOf,

      usesOf: ({ uses, usageLimit }) => (usageLimit ? t('promotions.usesOf', { uses, limit: usageLimit }) : t('promotions.uses', { count: uses })),

      async archive(row) {
        const agreed = await confirmDialog({ title: t('promotions.archiveTitle', { title: row.title }), text: t('promotions.archiveText'), action: t('promotions.archive'), danger: true });
        if (agreed) await this.run(async () => (await ask(PROMOTION_ARCHIVE, { id: row.id })).promotionArchive.userErrors, t('promotions.archived', { title: row.title }));
      },
    }),
});
