// Dialogs of the platform console: why something is done, and the same thing done to many at once.
import { h, icon } from '/assets/shared/js/dom.js';
import { complain } from '/assets/shared/js/form.js';
import { number, t } from '/assets/shared/js/i18n.js';
import { describe, notify } from '/assets/shared/js/notify.js';

let count = 0;

// What the server refused as a whole.
class Refused extends Error {
  constructor(userErrors) {
    super('refused');
    this.userErrors = userErrors;
  }
}

/**
 * Asks why, before something is done to one thing; resolves to the reason, or to null. `phrase` must be typed beside it
 * where there is no way back, `extra` are elements between the text and the reason.
 */
export function reasonDialog({ title, text, action, danger = false, phrase = null, extra = [] }) {
  const reason = question(t('dialog.reason'), { maxlength: '500', rows: '2' }, 'textarea');
  const typed = phrase && question(t('dialog.typePhrase', { phrase }), { autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  const submit = h('button', { class: `button primary ${danger ? 'danger' : ''}`, value: 'yes' }, action);
  const form = h('form', { method: 'dialog' }, h('p', {}, text), extra, reason.field, typed?.field, actions(submit));
  form.addEventListener('submit', (event) => {
    const fits = reason.fits((value) => value !== '') && (!typed || typed.fits((value) => value === phrase));
    if (!fits) event.preventDefault();
  });
  return open(title, form).then((answer) => (answer === 'yes' ? reason.value() : null));
}

/**
 * Runs work, which resolves to userErrors, or to null where it was not done after all; says `done` or what is wrong.
 * Resolves to true when it was done.
 */
export async function perform(work, done) {
  try {
    const userErrors = await work();
    if (userErrors === null) return false;
    if (userErrors.length === 0) notify(done);
    else complain(userErrors);
    return userErrors.length === 0;
  } catch (error) {
    if (error.name !== 'ApiError') throw error;
    complain(error);
    return false;
  }
}

/** Asks for a name; resolves to it, or to null. */
export function nameDialog({ title, label, action, value = '' }) {
  const name = question(label, { maxlength: '40', autocomplete: 'off', value });
  const form = h('form', { method: 'dialog' }, name.field, actions(h('button', { class: 'button primary', value: 'yes' }, action)));
  form.addEventListener('submit', (event) => name.fits((text) => text !== '') || event.preventDefault());
  return open(title, form).then((answer) => (answer === 'yes' ? name.value() : null));
}

/**
 * Does one thing to many: asks why, shows by a dry run what would happen to each, does it to those that it fits, and
 * shows what became of each. Resolves to true when something was done.
 *
 * items   [{id, name, note}], at most 100; note says what is in the way where the server's own word is INVALID_STATE
 * send    async (ids, reason, dryRun) => {results: [{id, userErrors}], userErrors}
 * words   {title, text, action(count)} for the question
 */
export function bulkDialog({ items, send, words, danger = false }) {
  const byId = new Map(items.map((item) => [item.id, item]));
  const body = h('div', { class: 'stack', 'aria-live': 'polite' });
  let done = false;

  function ask() {
    const reason = question(t('dialog.reason'), { maxlength: '500', rows: '2' }, 'textarea');
    const submit = h('button', { class: 'button primary' }, t('bulk.check', { count: items.length }));
    const form = h('form', { class: 'stack' }, h('p', {}, words.text), reason.field, actions(submit));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (reason.fits((value) => value !== '')) work(submit, form, () => preview(reason.value()));
    });
    body.replaceChildren(form);
  }

  async function preview(reason) {
    const { fits, refused } = await ran([...byId.keys()], reason, true);
    const submit = h('button', { type: 'button', class: `button primary ${danger ? 'danger' : ''}`, disabled: fits.length === 0 }, words.action(fits.length));
    const page = h('div', { class: 'stack' },
      h('p', { class: 'strong', tabindex: '-1' }, t('bulk.would', { count: fits.length, all: items.length })),
      fits.length > 0 && list(fits, 'circle-check', 'success'),
      refused.length > 0 && h('div', { class: 'stack gap-2' }, h('p', {}, t('bulk.wouldNot', { count: refused.length })), list(refused, 'circle-x', 'danger')),
      actions(submit));
    submit.addEventListener('click', () => work(submit, page, () => carryOut(fits.map(({ id }) => id), reason, refused)));
    body.replaceChildren(page);
    page.querySelector('[tabindex]').focus();
  }

  async function carryOut(ids, reason, left) {
    const { fits, refused } = await ran(ids, reason, false);
    done = fits.length > 0;
    const failed = [...refused, ...left];
    const close = h('button', { class: 'button primary', value: 'yes' }, t('action.close'));
    const sum = t('bulk.done', { count: fits.length }) + (failed.length > 0 ? `, ${t('bulk.failed', { count: failed.length })}` : '');
    const page = h('form', { method: 'dialog', class: 'stack' },
      h('div', { class: `notice ${failed.length > 0 ? 'warning' : 'success'}` }, icon(failed.length > 0 ? 'triangle-alert' : 'circle-check'), h('p', { class: 'body strong', tabindex: '-1', 'data-outcome': '' }, sum)),
      failed.length > 0 && list(failed, 'circle-x', 'danger'),
      h('div', { class: 'actions' }, close));
    body.replaceChildren(page);
    page.querySelector('[tabindex]').focus();
  }

  async function ran(ids, reason, dryRun) {
    const { results, userErrors } = await send(ids, reason, dryRun);
    if (userErrors.length > 0) throw new Refused(userErrors);
    const named = results.map(({ id, userErrors: problems }) => ({ id, name: byId.get(id).name, why: problems.map(({ code, message }) => (code === 'INVALID_STATE' && byId.get(id).note) || sentence(message)).join(' ') }));
    return { fits: named.filter(({ why }) => why === ''), refused: named.filter(({ why }) => why !== '') };
  }

  ask();
  return open(words.title, body).then(() => done);
}

// Runs a step of a dialog; what goes wrong is said in it, and what was entered stays.
async function work(button, place, step) {
  if (button.ariaBusy === 'true') return;
  button.ariaBusy = 'true';
  place.querySelector('[role="alert"]')?.remove();
  try {
    await step();
  } catch (error) {
    if (error.name !== 'ApiError' && !(error instanceof Refused)) {
      complain({});
      throw error;
    }
    const text = error instanceof Refused ? error.userErrors.map(({ message }) => sentence(message)).join(' ') : describe(error);
    const id = error.requestId && h('p', { class: 'request-id' }, t('error.requestId', { id: error.requestId }));
    place.prepend(h('div', { class: 'notice danger', role: 'alert' }, icon('circle-alert'), h('div', { class: 'body' }, h('p', {}, text), id)));
  } finally {
    button.ariaBusy = null;
  }
}

const sentence = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

function list(items, name, tone) {
  return h('ul', { class: 'outcome', tabindex: '0', 'aria-label': t('bulk.list', { count: number(items.length) }) },
    items.map((item) => h('li', { class: tone }, icon(name), h('span', { class: 'strong-cell' }, item.name), item.why && h('span', { class: 'muted' }, item.why))));
}

function question(label, attributes, tag = 'input') {
  const id = `decide-${++count}`;
  const { value = '', ...rest } = attributes;
  const box = h(tag, { class: 'input', id, required: true, autofocus: true, ...rest });
  box.value = value;
  box.addEventListener('input', () => box.setCustomValidity(''));
  return {
    field: h('div', { class: 'field' }, h('label', { for: id }, label), box),
    value: () => box.value.trim(),
    fits(test) {
      box.setCustomValidity(test(box.value.trim()) ? '' : label);
      return box.reportValidity();
    },
  };
}

function actions(submit) {
  const cancel = h('button', { class: 'button', type: 'button', onclick: (event) => event.target.closest('dialog').close('') }, t('action.cancel'));
  return h('div', { class: 'actions' }, cancel, submit);
}

// Shows a dialog and resolves to its return value once it is closed; it is gone then.
function open(title, content) {
  const id = `decide-${++count}`;
  const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': id });
  dialog.append(h('div', { class: 'content' }, h('h2', { id }, title), content));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}
