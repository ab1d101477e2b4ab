// <orion-field> draws label, input, help and error around one value of a form;
// <orion-summary> the list of what is wrong, <orion-save-bar> what is unsaved. Light DOM: the page's styles and Alpine reach inside.
import { elements, h, icon } from './dom.js';
import { t } from './i18n.js';

const PASSED = ['type', 'autocomplete', 'inputmode', 'maxlength', 'minlength', 'pattern', 'min', 'max', 'step', 'spellcheck', 'autocapitalize', 'placeholder', 'rows'];

class Field extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const name = this.getAttribute('name');
    const id = `field-${name}`;
    const optional = this.hasAttribute('optional');
    this.classList.add('field');
    this.append(
      h('label', { for: id }, t(this.getAttribute('label')), optional && h('span', { class: 'optional' }, ` ${t('form.optional')}`)),
      this.input(name, id, !optional),
      this.hasAttribute('help') && h('p', { class: 'help', id: `${id}-help` }, t(this.getAttribute('help'))),
      h('p', { class: 'field-error', id: `${id}-error`, 'x-show': `errors.${name}`, 'x-cloak': '' }, icon('circle-alert'), h('span', { 'x-text': `errors.${name}` })),
    );
    this.removeAttribute('name'); // the input carries it now
  }

  append(...parts) {
    super.append(...parts.filter(Boolean));
  }

  input(name, id, required) {
    const help = this.hasAttribute('help') ? `${id}-help ` : '';
    const attributes = {
      id,
      name,
      class: 'input',
      required,
      'x-model': `values.${name}`,
      '@input': `touch('${name}')`,
      ':aria-invalid': `invalid('${name}')`,
      'aria-describedby': `${help}${id}-error`,
    };
    for (const passed of PASSED) if (this.hasAttribute(passed)) attributes[passed] = this.getAttribute(passed);
    if (this.hasAttribute('placeholder')) attributes.placeholder = t(this.getAttribute('placeholder'));
    if (this.hasAttribute('options')) return this.select(attributes);
    if (attributes.type === 'password') return password(h('input', attributes));
    return h(this.hasAttribute('rows') ? 'textarea' : 'input', attributes);
  }

  // options="countries" names a list of {value, label} of the page's data.
  select(attributes) {
    const option = h('option', { ':value': 'option.value', 'x-text': 'option.label', ':selected': `option.value === values.${attributes.name}` });
    const template = h('template', { 'x-for': `option in ${this.getAttribute('options')}`, ':key': 'option.value' });
    template.content.append(option);
    return h('select', attributes, template);
  }
}

// A password that can be looked at while it is typed.
function password(input) {
  const face = icon('eye');
  const show = h('button', { type: 'button', class: 'reveal', 'aria-pressed': 'false', 'aria-label': t('login.showPassword'), 'aria-controls': input.id, onclick: toggle }, face);
  function toggle() {
    const open = input.type === 'password';
    input.type = open ? 'text' : 'password';
    show.setAttribute('aria-pressed', String(open));
    show.replaceChildren(icon(open ? 'eye-off' : 'eye'));
  }
  return h('div', { class: 'with-reveal' }, input, show);
}

class Summary extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const link = h('a', { ':href': "'#field-' + item.field", '@click.prevent': 'focusField(item.field)', 'x-show': 'item.field', 'x-text': 'item.text' });
    const plain = h('span', { 'x-show': '!item.field', 'x-text': 'item.text' });
    const each = h('template', { 'x-for': 'item in summary', ':key': 'item.field || item.text' });
    each.content.append(h('li', {}, link, plain));
    const code = h('p', { class: 'request-id', 'x-show': 'failed && failed.requestId', 'x-text': "failed && failed.requestId ? failed.requestId : ''" });
    const body = h('div', { class: 'body' }, h('p', { class: 'title' }, t('form.summary')), h('ul', {}, each), code);
    this.append(h('div', { class: 'notice danger', tabindex: '-1', 'data-summary': '', role: 'alert', 'x-show': 'summary.length > 0', 'x-cloak': '' }, icon('circle-alert'), body));
  }
}

// The bar under a form with unsaved changes; stands inside the form, whose submit saves.
class SaveBar extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const discard = h('button', { type: 'button', class: 'button', '@click': 'reset()' }, t('action.discard'));
    const save = h('button', { class: 'button primary', ':aria-busy': 'busy' }, t('action.save'));
    this.append(h('div', { class: 'save-bar', 'x-show': 'dirty', 'x-cloak': '', role: 'status' }, h('span', {}, t('form.unsaved')), h('div', { class: 'row gap-2' }, discard, save)));
  }
}

elements.set('orion-field', Field).set('orion-summary', Summary).set('orion-save-bar', SaveBar);
