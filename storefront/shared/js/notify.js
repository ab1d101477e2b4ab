// Toasts, for what happened while the user looks elsewhere. Errors that belong to a field stand at the field instead.
import { h, icon } from './dom.js';
import { t } from './i18n.js';

const SHOWN = 5000;
let region;

function place() {
  region ??= document.body.appendChild(h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' }));
  return region;
}

/**
 * Says something: kind 'success' leaves after five seconds (not while pointed at or focused), 'error' stays until it
 * is closed. `action` is at most one: {label, run}.
 */
export function notify(message, { kind = 'success', action = null } = {}) {
  const toast = h('div', { class: `toast ${kind}` }, icon(kind === 'error' ? 'circle-alert' : 'check'), h('span', {}, message));
  const close = () => toast.remove();
  if (action) {
    const run = () => {
      close();
      action.run();
    };
    toast.append(h('button', { type: 'button', class: 'link', onclick: run }, action.label));
  }
  toast.append(h('button', { type: 'button', class: 'close', 'aria-label': t('action.close'), onclick: close }, icon('x')));
  place().replaceChildren(toast);
  if (kind !== 'error') leaveLater(toast, close);
  return close;
}

function leaveLater(toast, close) {
  let timer = setTimeout(close, SHOWN);
  const hold = () => clearTimeout(timer);
  const resume = () => {
    clearTimeout(timer);
    timer = setTimeout(close, SHOWN);
  };
  for (const event of ['mouseenter', 'focusin']) toast.addEventListener(event, hold);
  for (const event of ['mouseleave', 'focusout']) toast.addEventListener(event, resume);
}

let speaker;

/** Says something to screen readers only: counts, a changed price, a step. */
export function announce(message) {
  speaker ??= document.body.appendChild(h('p', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' }));
  speaker.textContent = '';
  requestAnimationFrame(() => (speaker.textContent = message));
}

/** The words for an ApiError: what happened and what to do. */
export function describe(error) {
  const texts = {
    OFFLINE: 'error.offline',
    NETWORK: 'error.network',
    TIMEOUT: 'error.timeout',
    THROTTLED: 'error.throttled',
    UNAVAILABLE: 'error.unavailable',
    FORBIDDEN: 'error.forbidden',
    UNAUTHENTICATED: 'error.signedOut',
  };
  return t(texts[error?.code] ?? 'error.unexpected', { seconds: Math.ceil(error?.retryAfter ?? 0) });
}
