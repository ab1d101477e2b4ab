// <orion-shell> of both consoles: side navigation, top bar with store, language, appearance and person.
import { config, path, url } from '/assets/shared/js/config.js';
import { h, icon } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { session } from '/assets/shared/js/session.js';
import { languageMenu, menu, Shell, themeMenu } from '/assets/shared/js/shell.js';
import { refreshCounts } from './counts.js';
import { notes } from './notes.js';
import { shopUrl } from './page.js';
import { switchTo } from './stores-switch.js';
import { bell } from './unread.js';

// At most eight groups an area. [address, text, icon, permission or null, pages under it: [address, text, permission]]
const GROUPS = {
  vendor: [
    ['', 'nav.dashboard', 'layout-dashboard', null],
    ['orders', 'nav.sales', 'inbox', null, [
      ['orders', 'nav.orders', 'ORDER_READ'],
      ['payments', 'nav.payments', 'PAYMENT_READ'],
    ]],
    ['products', 'nav.products', 'tag', 'CATALOG_READ'],
    ['inventory', 'nav.inventory', 'warehouse', 'INVENTORY_READ'],
    ['marketplace/imports', 'nav.marketplace', 'layers', 'IMPORT_READ', [
      ['marketplace/imports', 'nav.imports'],
      ['marketplace/browse', 'nav.browse'],
      ['marketplace/selected', 'nav.selected'],
      ['marketplace/changes', 'nav.changes'],
      ['marketplace/config', 'nav.sources'],
    ]],
    ['customers', 'nav.marketing', 'user', null, [
      ['customers', 'nav.customers', 'CUSTOMER_READ'],
      ['privacy', 'nav.privacy', 'CUSTOMER_READ'],
      ['promotions', 'nav.promotions', 'PROMOTION_READ'],
    ]],
    ['team', 'nav.team', 'users', 'TEAM_READ'],
    ['settings', 'nav.settings', 'settings', null, [
      ['settings', 'nav.general', 'SETTINGS_READ'],
      ['settings/look', 'nav.look', 'SETTINGS_READ'],
      ['settings/holiday', 'nav.holiday', 'SETTINGS_READ'],
      ['settings/delivery', 'nav.delivery', 'SETTINGS_READ'],
      ['settings/tax', 'nav.tax', 'SETTINGS_READ'],
      ['settings/policies', 'nav.policies', 'SETTINGS_READ'],
      ['settings/options', 'nav.options', 'SETTINGS_READ'],
      ['settings/retention', 'nav.retention', 'SETTINGS_READ'],
      ['settings/mails', 'nav.mails', 'SETTINGS_READ'],
      ['domains', 'nav.domains', 'SETTINGS_READ'],
      ['api-keys', 'nav.keys', 'KEY_READ'],
      ['settings/webhooks', 'nav.webhooks', 'KEY_READ'],
      ['audit-log', 'nav.record', 'AUDIT_READ'],
    ]],
  ],
  admin: [
    ['', 'nav.dashboard', 'layout-dashboard', 'PLATFORM_READ'],
    ['vendors', 'nav.vendors', 'store', 'VENDOR_READ'],
    ['marketplace', 'nav.imports', 'layers', 'PLATFORM_READ'],
    ['payments', 'nav.payments', 'credit-card', 'PAYMENT_READ'],
    ['users', 'nav.users', 'users', 'USER_READ'],
    ['staff', 'nav.staff', 'shield-check', 'STAFF_READ'],
    ['sessions', 'nav.sessions', 'monitor', 'SESSION_READ'],
    ['audit-logs', 'nav.audit', 'scroll-text', 'AUDIT_READ'],
    ['monitoring', 'nav.watching', 'chart-column', 'PLATFORM_READ', [
      ['monitoring', 'nav.monitoring'],
      ['notifications', 'nav.alerts'],
      ['errors', 'nav.errors'],
      ['jobs', 'nav.jobs'],
      ['retention', 'nav.retention'],
      ['backups', 'nav.backups', 'BACKUP_WRITE'],
    ]],
    ['settings', 'nav.settings', 'settings', 'PLATFORM_READ'],
  ],
};

// Pages that are tabs of a group, see <orion-goods-tabs>: [their first word, the group].
const PART_OF = { collections: 'products', categories: 'products', media: 'products', search: 'products' };

export class ConsoleShell extends Shell {
  header() {
    this.classList.add('console');
    refreshCounts();
    return [notes(), this.side(), this.top()];
  }

  side() {
    const brand = h('a', { class: 'brand', href: url() }, h('span', { class: 'mark' }, icon(config.vendor ? 'store' : 'shield-check')), h('span', { class: 'truncate' }, config.vendor?.name ?? 'Orion'));
    const groups = GROUPS[config.area].filter(([, , , permission]) => seen(permission)).map(group);
    return h('nav', { class: 'side', id: 'side', popover: true, 'aria-label': t('nav.label') }, brand, h('ul', { class: 'groups' }, groups));
  }

  top() {
    const open = h('button', { type: 'button', class: 'button quiet icon-only open-side', popovertarget: 'side', 'aria-label': t('nav.open') }, icon('menu'));
    const place = stores() ?? h('span', { class: 'place truncate' }, config.vendor?.name ?? t('nav.platform'));
    const shop = config.vendor && h('a', { class: 'button quiet', href: shopUrl(config), target: '_blank', rel: 'noopener' }, icon('external-link'), h('span', { class: 'desk' }, t('nav.shop')), h('span', { class: 'phone visually-hidden' }, t('nav.shop')));
    const person = session.viewer && menu(t('nav.account'), [icon('user'), h('span', { class: 'desk truncate' }, session.viewer.email)], [
      !session.viewer.impersonation && { label: t('nav.security'), name: 'shield-check', href: url('security') },
      { label: t('login.signOut'), name: 'log-out', run: signOut },
    ].filter(Boolean));
    return h('header', { class: 'top' }, open, place, h('span', { class: 'push' }), shop, bell(), languageMenu(), themeMenu(), person);
  }
}

// What the viewer may not see has no entry; where nobody is known yet, all have.
const seen = (permission) => !permission || !session.viewer || session.can(permission);

// The stores of a person with several, where the name of the only one would stand.
function stores() {
  const all = session.viewer?.vendors ?? [];
  if (config.area !== 'vendor' || all.length < 2) return null;
  const items = all.map(({ slug, name }) => ({ label: name, current: slug === config.vendor.slug, run: () => switchTo(slug) }));
  return menu(t('nav.stores'), [icon('store'), h('span', { class: 'truncate' }, config.vendor.name), icon('chevron-down')], [...items, { label: t('nav.allStores'), href: url('stores') }], 'button quiet stores');
}

function group([address, key, name, , pages = []]) {
  const here = PART_OF[path().split('/')[0]] ?? path();
  const open = here === address || (address !== '' && here.startsWith(`${address}/`));
  if (pages.length === 0) return h('li', {}, item(address, key, open, icon(name)));
  const fitting = pages.map(([page]) => page).filter((page) => here === page || here.startsWith(`${page}/`));
  const current = fitting.toSorted((a, b) => b.length - a.length)[0]; // the longest: settings/tax, not settings
  const inside = pages.filter(([, , permission]) => seen(permission)).map(([page, text]) => h('li', {}, item(page, text, page === current)));
  return inside.length > 0 && h('li', {}, h('p', { class: 'heading' }, icon(name), h('span', {}, t(key))), h('ul', { class: 'sub' }, inside));
}

function item(address, key, current, face = null) {
  const count = h('span', { class: 'waiting', 'data-count': address, hidden: true });
  return h('a', { class: 'item', href: url(address), 'aria-current': current ? 'page' : null }, face, h('span', {}, t(key)), count);
}

async function signOut() {
  await session.signOut();
  location.assign(url('login'));
}
