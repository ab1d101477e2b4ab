// The ways of paying, of which one at a time is edited in its own place.
import { mix } from '/assets/shared/js/dom.js';
import { form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { ibanText } from '/assets/shared/js/money.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { fieldsOf, textsOf } from './localized.js';
import { MoneyTabs } from './money-tabs.js';
import { settle, tools } from './page.js';
import { PAYMENT_METHOD_SET, PAYMENT_METHODS } from './payment-queries.js';

const BANK = ['holder', 'iban', 'bic', 'bank'];

/** A way of paying as the fields of the form. */
function valuesOf({ titles, instructions, bank }) {
  const account = Object.fromEntries(BANK.map((name) => [name, bank?.[name] ?? '']));
  return { ...account, ...fieldsOf('title', titles), ...fieldsOf('instructions', instructions) };
}

const BLANK = valuesOf({ titles: [], instructions: [], bank: null });

/** What the form says, as the graph wants it. */
function inputOf(method, values) {
  const input = { handle: method.handle, version: method.version, titles: textsOf('title', values), instructions: textsOf('instructions', values) };
  if (method.handle !== 'manual') return input;
  const bank = Object.fromEntries(BANK.map((name) => [name, values[name].trim()]));
  if (Object.values(bank).some((text) => text !== '')) input.bank = bank;
  else input.clearBank = true;
  return input;
}

// Of a list of texts the graph names the place; the form has a field for each language.
function fieldOf(path) {
  if (path.includes('titles')) return 'title_en';
  return path.includes('instructions') ? 'instructions_en' : path.at(-1);
}

const editor = form({
  values: BLANK,
  fieldOf,

  async send(values) {
    const { paymentMethod, userErrors } = (await ask(PAYMENT_METHOD_SET, { input: inputOf(this.current, values) })).paymentMethodSet;
    this.conflict = userErrors.some(({ code }) => code === 'STALE_VERSION');
    if (paymentMethod) this.take(paymentMethod);
    return this.conflict ? [] : userErrors;
  },

  done() {
    if (this.conflict) return;
    notify(t('payMethods.saved', { title: this.current.title }));
    this.leave();
  },
});

startConsole({
  methods: () =>
    mix(tools, editor, {
      phase: 'loading',
      failure: null,
      all: [],
      editing: null, // the handle of the one that is edited
      toggling: null,
      conflict: false,

      init() {
        return this.reload();
      },

      reload() {
        return settle(this, async () => {
          this.all = (await ask(PAYMENT_METHODS)).vendor.paymentMethods;
        });
      },

      get frozen() {
        return !this.can('PAYMENT_WRITE');
      },

      get current() {
        return this.all.find(({ handle }) => handle === this.editing);
      },

      take(method) {
        this.all = this.all.map((other) => (other.handle === method.handle ? method : other));
      },

      state: ({ enabled, available }) => (!available ? 'UNAVAILABLE' : enabled ? 'OFFERED' : 'OFF'),

      face(method) {
        return { UNAVAILABLE: 'warning', OFFERED: 'success', OFF: '' }[this.state(method)];
      },

      /** Buyers are asked to transfer money and not told where to. */
      incomplete: ({ handle, enabled, bank, instructions }) => handle === 'manual' && enabled && !bank && instructions.length === 0,

      grouped: ibanText,

      edit(method) {
        this.editing = method.handle;
        this.conflict = false;
        this.reset(valuesOf(method));
        this.$nextTick(() => document.getElementById(`method-${method.handle}`)?.querySelector('input')?.focus());
      },

      leave() {
        const { editing } = this;
        this.editing = null;
        this.reset(BLANK);
        this.$nextTick(() => document.getElementById(`method-${editing}`)?.querySelector('button')?.focus());
      },

      /** Somebody else has changed it: their state, to be changed again. */
      async again() {
        await this.reload();
        if (this.current) this.edit(this.current);
      },

      async toggle(method) {
        this.toggling = method.handle;
        const { handle, version, enabled } = method;
        const payload = await act(ask, PAYMENT_METHOD_SET, { input: { handle, version, enabled: !enabled } });
        this.toggling = null;
        if (!payload) return;
        this.take(payload.paymentMethod);
        notify(t(enabled ? 'payMethods.stopped' : 'payMethods.offered', { title: method.title }));
      },
    }),
}, {}, () => customElements.define('orion-money-tabs', MoneyTabs));
