// Where a shop delivers to: its zones, and the ways of delivery into each.
import { config } from '/assets/shared/js/config.js';
import { countries } from '/assets/shared/js/countries.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { form } from '/assets/shared/js/form.js';
import { countryName, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { METHOD_CREATE, METHOD_DELETE, METHOD_UPDATE, ZONE_CREATE, ZONE_DELETE, ZONE_UPDATE, ZONES } from './delivery-queries.js';
import { EMPTY, inputOf, leadWords, priceWords, titleOf, valuesOf } from './delivery-values.js';
import { settle, tools } from './page.js';
import { toggled } from './permissions.js';

const AMOUNT = /^\d{1,9}([.,]\d{1,3})?$/;
const WHOLE = /^\d{1,8}$/;

const written = (pattern, key) => (value) => (value.trim() === '' || pattern.test(value.trim()) ? null : t(key));
const changed = () => window.dispatchEvent(new window.Event('delivery-changed'));
const inOrder = (codes) => codes.map(countryName).sort((a, b) => a.localeCompare(b)).join(', ');

const page = {
  phase: 'loading',
  failure: null,
  zones: [],
  language: 'en',
  currency: config.currency,

  init() {
    return this.reload();
  },

  reload() {
    return settle(this, () => this.refresh());
  },

  async refresh() {
    const { vendor } = await ask(ZONES);
    [this.language] = vendor.profile.languages;
    this.zones = vendor.deliveryZones;
  },

  titleOf(way) {
    return titleOf(way, this.language);
  },

  priceWords,
  leadWords,

  placesOf({ countries: codes, postalPrefixes }) {
    if (codes.length === 0) return t('delivery.everywhere');
    return postalPrefixes.length > 0 ? t('delivery.placesWithin', { countries: inOrder(codes), codes: postalPrefixes.join(', ') }) : inOrder(codes);
  },

  async removeZone({ id, name }) {
    const last = this.zones.length === 1;
    const agreed = await confirmDialog({ title: t('delivery.zoneDeleteTitle', { name }), text: t(last ? 'delivery.lastZoneDeleteText' : 'delivery.zoneDeleteText'), action: t('delivery.zoneDelete'), danger: true });
    if (!agreed || !(await act(ask, ZONE_DELETE, { id }))) return;
    notify(t('delivery.zoneDeleted', { name }));
    await this.refresh();
  },

  async removeMethod(way) {
    const title = this.titleOf(way);
    const agreed = await confirmDialog({ title: t('delivery.methodDeleteTitle', { title }), text: t('delivery.methodDeleteText'), action: t('delivery.methodDelete'), danger: true });
    if (!agreed || !(await act(ask, METHOD_DELETE, { id: way.id }))) return;
    notify(t('delivery.methodDeleted', { title }));
    await this.refresh();
  },
};

const NO_ZONE = { name: '', where: 'countries', countries: [], codes: '' };

const zoneEditor = mix(
  form({
    values: NO_ZONE,
    rules: {
      name: (value) => (value.trim() === '' ? t('invalid.required') : null),
      countries: (value, { where }) => (where === 'countries' && value.length === 0 ? t('delivery.countriesMissing') : null),
    },
    fieldOf: (path) => ({ postalPrefixes: 'codes' })[path[1]] ?? path[1] ?? null,

    async send({ name, where, countries: codes, codes: prefixes }) {
      const within = where === 'countries';
      const input = { name: name.trim(), countries: within ? codes : [], postalPrefixes: within ? prefixes.split(',').map((one) => one.trim()).filter(Boolean) : [] };
      const { zone } = this;
      if (!zone) return (await ask(ZONE_CREATE, { input })).deliveryZoneCreate.userErrors;
      return (await ask(ZONE_UPDATE, { id: zone.id, ifVersion: zone.version, input })).deliveryZoneUpdate.userErrors;
    },

    done() {
      this.$root.close();
      notify(t('delivery.zoneSaved', { name: this.values.name.trim() }));
      changed();
    },
  }),
  {
    zone: null, // null for a new one
    offers: countries(),

    open({ zone }) {
      this.zone = zone ?? null;
      const taken = zone?.countries ?? [];
      const more = taken.filter((code) => !this.offers.some(({ value }) => value === code));
      this.offers = [...this.offers, ...more.map((value) => ({ value, label: countryName(value) }))];
      this.reset(zone ? { name: zone.name, where: taken.length > 0 ? 'countries' : 'everywhere', countries: taken, codes: zone.postalPrefixes.join(', ') } : NO_ZONE);
      this.$root.showModal();
      this.focusField('name');
    },

    holds(code) {
      return this.values.countries.includes(code);
    },

    hold(code) {
      this.values.countries = toggled(this.values.countries, code);
      this.touch('countries');
    },
  },
);

// Of a list of texts the graph names the place; the form has a field for each language.
function fieldOf([, name, part]) {
  if (name === 'pickupAddress') return `pickup_${part ?? 'line1'}`;
  return { titles: 'title_en', descriptions: 'description_en' }[name] ?? name ?? null;
}

const methodEditor = mix(
  form({
    values: valuesOf(EMPTY),
    rules: {
      tiers: (value, { basis }) => ((basis === 'FLAT' ? value.slice(0, 1) : value).every(({ from, price }) => AMOUNT.test(price.trim()) && AMOUNT.test(from.trim())) ? null : t('delivery.pricesMissing')),
      freeFrom: written(AMOUNT, 'variants.noAmount'),
      maxWeightGrams: written(WHOLE, 'promotion.wholeNumber'),
      minDays: written(WHOLE, 'promotion.wholeNumber'),
      maxDays: written(WHOLE, 'promotion.wholeNumber'),
    },
    fieldOf,

    async send(values) {
      const { zone, way } = this;
      const input = inputOf(values);
      if (!way) return (await ask(METHOD_CREATE, { zoneId: zone.id, ifVersion: zone.version, input })).deliveryMethodCreate.userErrors;
      return (await ask(METHOD_UPDATE, { id: way.id, ifVersion: zone.version, input })).deliveryMethodUpdate.userErrors;
    },

    done() {
      this.$root.close();
      notify(t('delivery.methodSaved'));
      changed();
    },
  }),
  {
    zone: null,
    way: null, // null for a new one

    open({ zone, way }) {
      this.zone = zone;
      this.way = way ?? null;
      this.reset(valuesOf(way ?? EMPTY));
      this.$root.showModal();
      this.focusField('title_en');
    },

    get fromLabel() {
      const { basis } = this.values;
      return t(`deliveryFrom.${basis}`);
    },

    addTier() {
      this.values.tiers = [...this.values.tiers, { from: '', price: '' }];
    },

    dropTier(at) {
      this.values.tiers = this.values.tiers.filter((_, i) => i !== at);
      this.touch('tiers');
    },
  },
);

// The words are there only once the page has begun.
const choices = () => ({
  kinds: ['SHIPPING', 'PICKUP'].map((value) => ({ value, label: t(`deliveryKind.${value}`) })),
  countries: countries(),
  bases: ['FLAT', 'WEIGHT', 'TOTAL', 'QUANTITY'].map((value) => ({ value, label: t(`deliveryBasis.${value}`) })),
});

startConsole({ delivery: () => mix(tools, page), deliveryZone: () => zoneEditor, deliveryMethod: () => mix(methodEditor, choices()) });
