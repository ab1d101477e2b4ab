// How a shop taxes: its settings, what goes into each country, and rates of its own.
import { countries } from '/assets/shared/js/countries.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { complain, form } from '/assets/shared/js/form.js';
import { countryName, date, number, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { settle, tools } from './page.js';
import { RATE_CREATE, RATE_DELETE, TAX, TAX_SET, TAX_TABLE } from './tax-queries.js';

const CLASSES = ['STANDARD', 'REDUCED', 'SUPER_REDUCED'];
const PERCENT = /^\d{1,3}([.,]\d{1,2})?$/;

const changed = () => window.dispatchEvent(new window.Event('tax-changed'));

const settings = form({
  values: { pricesIncludeTax: true, ossRegistered: false },

  async send(input) {
    return (await ask(TAX_SET, { input: { ...input }, ifVersion: this.version })).taxSettingsSet.userErrors;
  },

  async done() {
    notify(t('tax.saved'));
    await this.refresh();
  },
});

const page = {
  phase: 'loading',
  failure: null,
  version: null,
  country: '',
  countries: countries(),
  table: [],
  rates: [],
  percent: (rateBp) => number(rateBp / 10_000, { style: 'percent', maximumFractionDigits: 2 }),

  init() {
    return this.reload();
  },

  reload() {
    return settle(this, () => this.refresh());
  },

  async refresh() {
    const { taxSettings, taxRates } = (await ask(TAX)).vendor;
    const { countryCode, version, pricesIncludeTax, ossRegistered } = taxSettings;
    if (!this.countries.some(({ value }) => value === countryCode)) this.countries = [{ value: countryCode, label: countryName(countryCode) }, ...this.countries];
    this.country ||= countryCode;
    this.version = version;
    this.rates = taxRates;
    if (!this.dirty) this.reset({ pricesIncludeTax, ossRegistered });
    await this.look();
  },

  /** What goes into the country that is chosen. */
  async look() {
    const asked = this.country;
    try {
      const { vendor } = await ask(TAX_TABLE, { countryCode: asked });
      if (asked === this.country) this.table = vendor.taxTable;
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    }
  },

  get frozen() {
    return !this.can('SETTINGS_WRITE');
  },

  sourceOf: ({ source, country }) => t(`taxSource.${source}`, { country: country && countryName(country) }),

  placeOf: ({ countryCode, region }) => (region ? `${countryName(countryCode)} (${region})` : countryName(countryCode)),

  duringOf: ({ validFrom, validTo }) => (validTo ? t('tax.between', { from: date(validFrom), to: date(validTo) }) : t('tax.since', { from: date(validFrom) })),

  async removeRate(rate) {
    const place = this.placeOf(rate);
    const agreed = await confirmDialog({ title: t('tax.rateDeleteTitle', { place }), text: t('tax.rateDeleteText'), action: t('tax.rateDelete'), danger: true });
    if (!agreed || !(await act(ask, RATE_DELETE, { id: rate.id }))) return;
    notify(t('tax.rateDeleted', { place }));
    await this.refresh();
  },
};

const NO_RATE = { countryCode: 'LU', region: '', class: 'STANDARD', rateBp: '' };

const rate = mix(
  form({
    values: NO_RATE,
    rules: { rateBp: (value) => (PERCENT.test(value.trim()) ? null : t('promotion.noPercent')) },

    async send(values) {
      const region = values.region.trim() || null;
      const rateBp = Math.round(Number(values.rateBp.trim().replace(',', '.')) * 100);
      return (await ask(RATE_CREATE, { input: { countryCode: values.countryCode, region, class: values.class, rateBp } })).taxRateCreate.userErrors;
    },

    done() {
      this.$root.close();
      notify(t('tax.rateAdded', { place: countryName(this.values.countryCode) }));
      changed();
    },
  }),
  {
    open() {
      this.reset({ ...NO_RATE, countryCode: this.country || NO_RATE.countryCode });
      this.$root.showModal();
      this.focusField('countryCode');
    },
  },
);

// The words are there only once the page has begun.
const choices = () => ({ classes: CLASSES.map((value) => ({ value, label: t(`taxClass.${value}`) })) });

startConsole({ tax: () => mix(tools, settings, page), taxRate: () => mix(rate, choices()) });
