// What stands over a whole console: whose screen this is in an impersonation, and a second factor that is missing.
import { config, path, url } from '/assets/shared/js/config.js';
import { h, icon } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { session } from '/assets/shared/js/session.js';
import { platformUrl } from './page.js';

export function notes() {
  const { impersonation, twoFactor } = session.viewer ?? {};
  return h('div', { class: 'notes' }, impersonation && banner(impersonation), twoFactor?.required && !twoFactor.enabled && path() !== 'security' && missing());
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
