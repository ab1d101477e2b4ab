// Text for elsewhere: into the clipboard, into a file, onto paper.
import { h } from '/assets/shared/js/dom.js';
import { complain } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';

/** Copies; says so, or that the clipboard is closed to us. */
export async function copyText(text, done = t('copy.done')) {
  try {
    await navigator.clipboard.writeText(text);
    notify(done);
  } catch {
    notify(t('copy.closed'), { kind: 'error' });
  }
}

/** Gives the browser a text file to keep. */
export function downloadText(name, text) {
  const address = URL.createObjectURL(new window.Blob([text], { type: 'text/plain' }));
  h('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** Sends one mutation beside the forms; resolves to its payload, or to null after it has said why not. */
export async function act(ask, op, variables) {
  try {
    const [payload] = Object.values(await ask(op, variables));
    if (payload.userErrors.length === 0) return payload;
    complain(payload.userErrors);
  } catch (error) {
    if (error.name !== 'ApiError') throw error;
    complain(error);
  }
  return null;
}
