// FORM: what every form does alike. A page mixes it into its Alpine data and draws the fields with <orion-field>.
import './fields.js';
import { idempotencyKey } from './api-client.js';
import { mix } from './dom.js';
import { known, sentence, t } from './i18n.js';
import { describe, notify } from './notify.js';

/**
 * values   the fields with what they start with
 * send     async (values, key) => userErrors; the key stays the same until the attempt went through
 * done     what follows success
 * rules    {field: (value, values) => text or null}, beside the native constraints of the inputs
 * fieldOf  path of a userError → field name; by default its last name that is one of the fields
 */
export function form({ values, send, done = () => {}, rules = {}, fieldOf = null }) {
  return {
    values: { ...values },
    saved: JSON.stringify(values),
    errors: {},
    general: [],
    failed: null,
    busy: false,
    key: null,

    get dirty() {
      return JSON.stringify(this.values) !== this.saved;
    },

    get changedFields() {
      const before = JSON.parse(this.saved);
      return Object.keys(this.values).filter((name) => JSON.stringify(this.values[name]) !== JSON.stringify(before[name]));
    },

    /** Everything that is wrong, for the summary on top: [{field, text}]. */
    get summary() {
      return [...Object.entries(this.errors).map(([field, text]) => ({ field, text: named(field, text) })), ...this.general.map((text) => ({ field: null, text }))];
    },

    /** Takes new values as the state to compare with, after loading or saving. */
    reset(next = JSON.parse(this.saved)) {
      this.values = { ...this.values, ...next };
      this.saved = JSON.stringify(this.values);
      this.clear();
    },

    clear() {
      this.errors = {};
      this.general = [];
      this.failed = null;
    },

    /** A field that was put right loses its error at once; a new one appears only on submit. */
    touch(name) {
      if (this.errors[name]) delete this.errors[name];
      this.key = null;
    },

    invalid(name) {
      return this.errors[name] ? 'true' : 'false';
    },

    async submit(element) {
      if (this.busy) return;
      this.clear();
      this.check(element);
      if (this.summary.length > 0) return this.showSummary(element);
      this.busy = true;
      this.key ??= idempotencyKey();
      try {
        const userErrors = (await send.call(this, this.values, this.key)) ?? [];
        this.takeErrors(userErrors);
        if (userErrors.length > 0) return this.showSummary(element);
        this.key = null;
        this.saved = JSON.stringify(this.values);
        await done.call(this);
      } catch (error) {
        if (error.name !== 'ApiError') throw error;
        this.failed = error;
        this.general = [describe(error)];
        this.showSummary(element);
      } finally {
        this.busy = false;
      }
    },

    // The inputs' own constraints, in our words and our place instead of the browser's bubbles.
    check(element) {
      for (const input of element?.querySelectorAll('input, select, textarea') ?? []) {
        if (input.name in this.values && !input.validity.valid) this.errors[input.name] = constraint(input);
      }
      for (const [name, rule] of Object.entries(rules)) {
        const text = this.errors[name] ?? rule.call(this, this.values[name], this.values);
        if (text) this.errors[name] = text;
      }
    },

    takeErrors(userErrors) {
      for (const error of userErrors) {
        const name = fieldOf ? fieldOf(error.path ?? []) : (error.path ?? []).findLast((part) => part in this.values);
        if (name && name in this.values) this.errors[name] ??= following(name, error.message);
        else this.general.push(sentence(error.message));
      }
    },

    showSummary(element) {
      queueMicrotask(() => requestAnimationFrame(() => element?.querySelector('[data-summary]')?.focus()));
    },

    /** Puts the cursor into a field, from the summary's links. */
    focusField(name) {
      document.getElementById(`field-${name}`)?.focus();
    },

    /** Whether the user really wants to leave: bound to beforeunload by pages with a save bar. */
    guard(event) {
      if (this.dirty && !this.busy) event.preventDefault();
    },
  };
}

/** form() under the name that a page wants, next to other things. */
export const withForm = (spec, ...parts) => mix(form(spec), ...parts);

const labelOf = (field) => document.querySelector?.(`label[for="field-${field}"]`)?.firstChild?.textContent;

// Words that were meant to follow the name of a field, such as "is required", follow its label.
function following(field, text) {
  const label = sentence(text) !== text && labelOf(field);
  return label ? `${label} ${text}` : sentence(text);
}

// In the summary a text that says nothing of its field is led by the field's label.
function named(field, text) {
  if (![t('invalid.required'), t('invalid.value')].includes(text)) return text;
  const label = labelOf(field);
  return label ? t('form.about', { label, text }) : text;
}

function constraint(input) {
  const { validity } = input;
  if (validity.valueMissing) return t(known(`required.${input.name}`) ? `required.${input.name}` : 'invalid.required');
  if (validity.typeMismatch && input.type === 'email') return t('invalid.email');
  if (validity.tooShort) return t('invalid.tooShort', { count: input.minLength });
  if (validity.tooLong) return t('invalid.tooLong', { count: input.maxLength });
  if (validity.patternMismatch && known(`pattern.${input.name}`)) return t(`pattern.${input.name}`);
  return t('invalid.value');
}

/** Says a userError or an ApiError that has no place on the page. */
export function complain(problem) {
  notify(Array.isArray(problem) ? problem.map((error) => sentence(error.message)).join(' ') : describe(problem), { kind: 'error' });
}
