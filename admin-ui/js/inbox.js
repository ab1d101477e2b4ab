import { config } from '/assets/shared/js/config.js';
import { t } from '/assets/shared/js/i18n.js';
import { ask, startConsole } from './console.js';
import { consoleList, onward } from './page.js';
import { SEVERITIES } from './severity.js';
import { refreshBell, showUnread } from './unread.js';
import { ADMIN_INBOX, NOTES_READ, VENDOR_INBOX } from './watch-queries.js';

const VIEWS = { '': {}, unread: { unread: true } };

async function load({ filters, page, signal }) {
  const data = await ask(config.area === 'vendor' ? VENDOR_INBOX : ADMIN_INBOX, { ...onward(page), where: VIEWS[filters.view] }, { signal });
  return (data.vendor ?? data.admin).notifications;
}

startConsole({
  inbox: () =>
    consoleList(
      { load, forward: true, counted: 'inbox.count', views: Object.keys(VIEWS), text: (view) => t(`inboxView.${view || 'all'}`) },
      {
        tone: (note) => SEVERITIES[note.severity].tone,
        face: (note) => SEVERITIES[note.severity].icon,

        get someUnread() {
          return this.rows.some((row) => !row.read);
        },

        /** Who follows a note has read it; the page behind it waits for nobody. */
        follow(note) {
          if (!note.read) ask(NOTES_READ, { ids: [note.id] }).catch(() => {}); // it stays unread, and says so the next time
        },

        readAll() {
          return this.run(async () => {
            const { notificationsRead } = await ask(NOTES_READ, {});
            if (notificationsRead.unread === null) await refreshBell();
            else showUnread(notificationsRead.unread);
            return notificationsRead.userErrors;
          }, t('inbox.allRead'));
        },
      },
    ),
});
