// The search field. What it suggests comes with search-box.js, which is loaded when somebody turns to the field.
import { url } from '/assets/shared/js/config.js';
import { h, icon } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';

/** The form; `id` names its field and begins the names of its parts, `label` tells it from another on the page. */
export function searchField(id, label = null) {
  const input = h('input', {
    class: 'input', type: 'search', name: 'q', id, value: asked(), maxlength: '100', placeholder: t('search.placeholder'), autocomplete: 'off', enterkeyhint: 'search',
    role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': `${id}-list`, 'aria-expanded': 'false', ':aria-expanded': 'open', ':aria-activedescendant': `at < 0 ? null : '${id}-' + at`,
    '@input': 'ask($event.target.value)', '@focus': 'ask($event.target.value)', '@keydown': "act('press', $event)",
  });
  const field = h('div', { class: 'with-icon' }, icon('search'), input);
  return h('form', { class: 'search', role: 'search', 'aria-label': label, action: url('search'), 'x-data': `searchField('${id}')`, '@submit': "act('sent')", '@focusout': "act('left', $event)" }, h('label', { class: 'visually-hidden', for: id }, t('search.label')), field);
}

const asked = () => (location.pathname.endsWith('/search') ? new URLSearchParams(location.search).get('q') : null);

let coming;

// One promise for all keys: those pressed before the script is there come through in their order.
const load = () => (coming ??= import('./search-box.js'));

/** Alpine data of the form. */
export const searchFieldData = (id) => ({
  open: false,
  at: -1,
  groups: [],
  remembered: false,
  words: '',
  timer: null,
  box: null,

  async ask(words) {
    const box = await load();
    if (!this.box) this.$root.append(box.panel(id));
    this.box = box;
    box.ask(this, words);
  },

  /** Does what search-box.js has under that name, once it is there. */
  act(name, argument) {
    this.box?.[name](this, argument);
  },
});

/** <orion-search name="…">: the form in a page. */
class SearchField extends HTMLElement {
  connectedCallback() {
    if (!this.firstElementChild) this.append(searchField(this.getAttribute('name'), t('search.placeholder')));
  }
}

export function defineSearchField() {
  customElements.define('orion-search', SearchField);
}
