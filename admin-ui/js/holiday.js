// Holiday mode: when the shop takes no orders, and what visitors are told meanwhile.
import { mix } from '/assets/shared/js/dom.js';
import { form } from '/assets/shared/js/form.js';
import { date, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { fieldsOf, textsOf } from './localized.js';
import { HOLIDAY_END, HOLIDAY_READ, HOLIDAY_SET } from './look-queries.js';
import { fromLocal, toLocal } from './moment.js';
import { settle, tools } from './page.js';

const valuesOf = (holiday) => ({ from: toLocal(holiday?.from), until: toLocal(holiday?.until), ...fieldsOf('message', holiday?.messages ?? []) });

const editor = form({
  values: valuesOf(null),
  fieldOf: (path) => (path.includes('messages') ? null : path.at(-1)),

  async send(values) {
    const input = { from: fromLocal(values.from), until: fromLocal(values.until), messages: textsOf('message', values) };
    const { holiday, userErrors } = (await ask(HOLIDAY_SET, { input })).shopHolidaySet;
    if (userErrors.length === 0) this.take(holiday);
    return userErrors;
  },

  done() {
    notify(t(this.state === 'on' ? 'holiday.begun' : 'holiday.planned'));
  },
});

const page = {
  phase: 'loading',
  failure: null,
  holiday: null,
  languages: [],
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,

  init() {
    return this.reload();
  },

  reload() {
    return settle(this, async () => {
      const { holiday, profile } = (await ask(HOLIDAY_READ)).vendor;
      this.languages = profile.languages;
      this.take(holiday);
    });
  },

  take(holiday) {
    this.holiday = holiday;
    this.reset(valuesOf(holiday));
  },

  get frozen() {
    return !this.can('SETTINGS_WRITE');
  },

  /** none, planned or on. */
  get state() {
    if (!this.holiday) return 'none';
    return Date.parse(this.holiday.from) > Date.now() ? 'planned' : 'on';
  },

  get dates() {
    const { from, until } = this.holiday ?? {};
    const when = (moment) => date(moment, 'moment');
    if (!from) return '';
    return until ? t('holiday.fromUntil', { from: when(from), until: when(until) }) : t('holiday.fromOn', { from: when(from) });
  },

  offers(language) {
    return this.languages.includes(language) || this.values[`message_${language}`] !== '';
  },

  async end() {
    const payload = await act(ask, HOLIDAY_END, {});
    if (!payload) return;
    this.take(payload.holiday);
    notify(t('holiday.ended'));
  },
};

startConsole({ holiday: () => mix(tools, editor, page) });
