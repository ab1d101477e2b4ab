// What page modules of the consoles share: lists with views, the kinds of badges, work done in one go.
import { mix } from '/assets/shared/js/dom.js';
import { complain } from '/assets/shared/js/form.js';
import { countryName } from '/assets/shared/js/i18n.js';
import { list } from '/assets/shared/js/list.js';
import { notify } from '/assets/shared/js/notify.js';
import { session } from '/assets/shared/js/session.js';
import { refreshCounts } from './counts.js';
import { onTheTrail } from './trail.js';

const KINDS = {
  success: ['ACTIVE', 'PUBLISHED', 'COMPLETED', 'PAID', 'FULFILLED', 'ACCEPTED', 'VERIFIED', 'SUCCEEDED', 'DELIVERED', 'SENT'],
  info: ['SCHEDULED', 'SELECTED', 'READY', 'QUEUED', 'RUNNING', 'VALIDATING', 'APPLYING', 'AUTHORIZED', 'UNFULFILLED'],
  warning: ['COMPLETED_WITH_ERRORS', 'AWAITING_MAPPING', 'MISSING', 'PENDING', 'PENDING_PAYMENT', 'PARTIALLY_FULFILLED', 'PARTIALLY_REFUNDED', 'RETIRING', 'EXPIRED', 'USED_UP', 'SUPPRESSED'],
  danger: ['FAILED', 'BOUNCED', 'SUSPENDED', 'CANCELLED', 'CLOSED'],
};

/** The colour of a status, as the class of a badge; '' for those that say nothing special. */
export const kind = (status) => Object.keys(KINDS).find((name) => KINDS[name].includes(status)) ?? '';

/** What every page has at hand. */
export const tools = {
  kind,
  can: (permission) => session.can(permission),
  /** The server's words begin small where they may follow others. */
  sentence: (text) => (text ? text.charAt(0).toLocaleUpperCase() + text.slice(1) : ''),
  ground: (media) => (media?.color ? { backgroundColor: media.color } : {}),
};

/**
 * A list of a console: list() with `view` as its tabs and work on the selected rows.
 * views     [value, …], the first being ''; text(value) names each
 * forward   true for lists of the graph that know no way back: theirs is in the address
 */
export function consoleList({ views = [''], text = () => '', forward = false, ...spec }, ...parts) {
  const whole = { ...spec, filters: { view: '', ...spec.filters } };
  const tabs = views.map((value) => ({ value, text: text(value) }));
  return mix(list(whole), tools, bulk, { tabs, lost: false }, forward ? onTheTrail : {}, ...parts);
}

/** What a forward list asks for: its loader gets {first, after} whatever the address says. */
export const onward = (page) => ({ first: page.first ?? page.last, after: page.after });

const bulk = {
  working: false,

  viewAddress(view) {
    return this.address({ filters: { ...this.filters, view } });
  },

  /** Escape lets go of the selection, unless a dialog or menu is open and wants it. */
  letGo() {
    if (!document.querySelector('dialog[open], :popover-open')) this.unselect();
  },

  /** Does `work(ids)` for rows, says `done` or what is wrong, and shows the list as it is then. */
  async run(work, done, action = null) {
    if (this.working) return;
    this.working = true;
    try {
      const userErrors = await work();
      if (userErrors.length > 0) return complain(userErrors);
      notify(done, { action });
      refreshCounts();
      await this.reload();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    } finally {
      this.working = false;
    }
  },
};

/** Runs `work` and keeps phase ('loading', 'ready', 'missing', 'forbidden', 'error') and failure of the page. */
export async function settle(page, work) {
  page.phase = 'loading';
  page.failure = null;
  try {
    await work();
    if (page.phase === 'loading') page.phase = 'ready';
  } catch (error) {
    page.failure = error;
    page.phase = error.code === 'FORBIDDEN' ? 'forbidden' : 'error';
    if (error.name !== 'ApiError') throw error;
  }
}

/** What a person is called; '' for one who never said. */
export const personName = ({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(' ');

/** A postal address in lines, country in words. */
export function addressLines(address) {
  if (!address) return [];
  const name = `${address.firstName} ${address.lastName}`;
  const town = `${address.postalCode} ${address.city}`;
  return [name, address.company, address.line1, address.line2, town, address.region, countryName(address.countryCode), address.phone].filter(Boolean);
}

/** The last part of the address of a detail page. */
export const lastPart = () => decodeURIComponent(location.pathname.replace(/\/+$/, '').split('/').pop());

/** Where a page of the platform's own console is. */
export function platformUrl(config, path = '') {
  return config.base === '/console' ? `//${location.host.replace(/^[^.]+/, 'admin')}/${path}` : `/admin/${path}`;
}

/** Where the shop of this console is. */
export function shopUrl(config, path = '') {
  return config.base === '/console' ? `/${path}` : `/shop/${config.vendor.slug}/${path}`;
}
