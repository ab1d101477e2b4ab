// What stands over a whole console: whose screen this is in an impersonation, and a second factor that is missing.
import { gql } from '/assets/shared/js/api-client.js';
import { config, path, url } from '/assets/shared/js/config.js';
import { h, icon } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { session } from '/assets/shared/js/session.js';
import { platformUrl } from './page.js';
import { PLATFORM_NOTICE } from './setting-queries.js';

export function notes() {
  const { impersonation, twoFactor } = session.viewer ?? {};
  const place = h('div', { class: 'notes' }, impersonation && banner(impersonation), twoFactor?.required && !twoFactor.enabled && path() !== 'security' && missing());
  if (config.area === 'vendor' && session.viewer) tell(place);
  return place;
}

// What the platform says to the team, once it is there.
async function tell(place) {
  const data = await gql(PLATFORM_NOTICE).catch(() => null); // a courtesy: the pages say what is wrong
  const { text, helpUrl, supportEmail } = data?.vendor?.platformNotice ?? {};
  if (!text && !helpUrl && !supportEmail) return;
  const help = helpUrl && h('a', { class: 'button small', href: helpUrl, target: '_blank', rel: 'noopener' }, t('notes.help'));
  const write = supportEmail && h('a', { class: 'button small', href: `mailto:${supportEmail}` }, t('notes.write'));
  place.append(h('div', { class: 'notice', role: 'status' }, icon('info'), h('p', { class: 'body' }, text ?? t('notes.needHelp')), h('div', { class: 'row gap-2' }, [help, write].filter(Boolean))));
}

function missing() {
  const link = h('a', { class: 'button small', href: url('security') }, t('notes.toSecurity'));
  return h('div', { class: 'notice warning', role: 'status' }, icon('shield-check'), h('p', { class: 'body' }, t('notes.twoFactor')), link);
}

function banner({ by, reason, endsAt }) {
  document.documentElement.dataset.impersonated = '';
  const left = h('span', { class: 'left', role: 'timer' });
  count(left, Date.parse(endsAt));
  const words = h('p', { class: 'body' }, h('strong', {}, t('impersonation.who', { by, shop: config.vendor?.name ?? '' })), h('span', { class: 'truncate' }, t('impersonation.why', { reason })));
  const stop = h('button', { type: 'button', class: 'button small', onclick: leave }, t('impersonation.stop'));
  return h('section', { class: 'impersonation', 'aria-label': t('impersonation.label') }, icon('eye'), words, left, stop);
}

// Counts down by the second, and leaves when nothing is left: the session has ended by then.
function count(place, end) {
  const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000));
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  place.textContent = t('impersonation.left', { time });
  if (seconds === 0) leave();
  else setTimeout(() => count(place, end), 1000);
}

async function leave() {
  await session.signOut();
  location.assign(platformUrl(config, 'vendors'));
}
