// Native dialogs: the browser holds the focus inside, closes on Esc and gives the focus back.
import { h } from './dom.js';
import { t } from './i18n.js';

let count = 0;

/**
 * Asks before something is done; resolves to true or false. `action` names what happens ("Suspend Lumière"), `phrase`
 * must be typed where it cannot be undone, `reason: true` asks for words and resolves to them instead of true. `dismiss`
 * is the other button, where "Cancel" could mean both.
 */
export function confirmDialog({ title, text, action, dismiss = t('action.cancel'), danger = false, phrase = null, reason = false }) {
  const id = `dialog-${++count}`;
  const input = phrase || reason ? question(id, phrase) : null;
  const submit = h('button', { class: `button primary ${danger ? 'danger' : ''}`, value: 'yes' }, action);
  const cancel = h('button', { class: 'button', type: 'button', onclick: () => dialog.close('') }, dismiss);
  const form = h('form', { method: 'dialog' }, h('h2', { id, tabindex: '-1', autofocus: !input }, title), h('p', {}, text));
  if (input) form.append(input.field);
  form.append(h('div', { class: 'actions' }, cancel, submit));
  form.addEventListener('submit', (event) => input && !input.valid() && event.preventDefault());

  const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': id, closedby: 'any' }, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      const agreed = dialog.returnValue === 'yes';
      dialog.remove();
      resolve(agreed && reason ? input.value() : agreed);
    });
  });
}

function question(id, phrase) {
  const label = phrase ? t('dialog.typePhrase', { phrase }) : t('dialog.reason');
  const box = h('input', { class: 'input', id: `${id}-input`, autocomplete: 'off', required: true, maxlength: '200', autofocus: true });
  box.addEventListener('input', () => box.setCustomValidity(''));
  return {
    field: h('div', { class: 'field' }, h('label', { for: box.id }, label), box),
    value: () => box.value.trim(),
    valid() {
      const fits = phrase ? box.value === phrase : box.value.trim() !== '';
      box.setCustomValidity(fits ? '' : label);
      return box.reportValidity();
    },
  };
}

/** Opens or closes a <dialog> of the page by its id, for Alpine: @click="$dialog('filters')". */
export function openDialog(id) {
  document.getElementById(id)?.showModal();
}

export function closeDialog(id) {
  document.getElementById(id)?.close();
}
