// The bell of the top bar: how much of the inbox the viewer has not read.
import { gql } from '/assets/shared/js/api-client.js';
import { config, url } from '/assets/shared/js/config.js';
import { h, icon } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { session } from '/assets/shared/js/session.js';
import { ADMIN_UNREAD, VENDOR_UNREAD } from './watch-queries.js';

const MOST = 99; // the server counts no further
const AGAIN = 60_000;

/** A link to the inbox with the count, for signed-in people alone. */
export function bell() {
  if (!session.viewer) return null;
  const count = h('span', { class: 'bell-count', hidden: true });
  const link = h('a', { class: 'button quiet icon-only bell', href: url('inbox'), 'aria-label': t('inbox.heading') }, icon('bell'), count);
  look();
  return link;

  async function look() {
    if (document.visibilityState === 'visible') await refreshBell();
    setTimeout(look, AGAIN);
  }
}

/** Asks anew how much is unread. */
export async function refreshBell() {
  const data = await gql(config.area === 'vendor' ? VENDOR_UNREAD : ADMIN_UNREAD).catch(() => null); // a courtesy, as the figures of the navigation
  const scope = data?.vendor ?? data?.admin;
  if (scope) showUnread(scope.unreadNotifications);
}

export function showUnread(unread) {
  const link = document.querySelector('.bell');
  if (!link) return;
  const count = link.querySelector('.bell-count');
  count.hidden = unread === 0;
  count.textContent = unread >= MOST ? `${MOST}+` : String(unread);
  link.setAttribute('aria-label', unread === 0 ? t('inbox.heading') : t('inbox.bell', { count: unread }));
}
