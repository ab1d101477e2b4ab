// Who a shop is: profile and legal identity, one form with one save bar.
import { config } from '/assets/shared/js/config.js';
import { countries } from '/assets/shared/js/countries.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { form } from '/assets/shared/js/form.js';
import { languageName, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { CURRENCIES } from './currencies.js';
import { Exports, files } from './exports.js';
import { fieldsOf, LANGUAGES, textsOf } from './localized.js';
import { settle, tools } from './page.js';
import { toggled } from './permissions.js';
import { PROFILE_TO_EDIT, VENDOR_UPDATE } from './settings-queries.js';

const PLAIN = ['name', 'currencyCode', 'timeZone', 'countryCode', 'legalName', 'registrationNumber', 'vatNumber', 'contactEmail', 'contactPhone', 'imprint'];
const ADDRESS = { firstName: 'ownFirstName', lastName: 'ownLastName', line1: 'line1', line2: 'line2', postalCode: 'postalCode', city: 'city', countryCode: 'addressCountry' };

/** The profile as the fields of the form. */
function valuesOf(profile) {
  const values = { language: profile.languages[0], others: profile.languages.slice(1), ...fieldsOf('tagline', profile.taglines) };
  for (const name of PLAIN) values[name] = profile[name] ?? '';
  for (const [part, name] of Object.entries(ADDRESS)) values[name] = profile.legalAddress?.[part] ?? '';
  values.addressCountry ||= profile.countryCode;
  return values;
}

const BLANK = valuesOf({ languages: ['en'], taglines: [], countryCode: '' });

/** What changed, as the graph wants it. */
function inputOf(values, changed) {
  const input = {};
  for (const name of PLAIN) if (changed.includes(name)) input[name] = values[name].trim();
  if (changed.some((name) => name.startsWith('tagline_'))) input.taglines = textsOf('tagline', values);
  if (changed.includes('language') || changed.includes('others')) input.languages = [values.language, ...values.others.filter((one) => one !== values.language)];
  if (changed.some((name) => Object.values(ADDRESS).includes(name))) {
    input.legalAddress = Object.fromEntries(Object.entries(ADDRESS).map(([part, name]) => [part, values[name].trim()]));
  }
  return input;
}

function fieldOf(path) {
  const last = path.at(-1);
  if (path.includes('legalAddress')) return ADDRESS[last] ?? 'line1';
  if (path.includes('taglines')) return 'tagline_en';
  return path.includes('languages') ? 'language' : last;
}

const zones = () => Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value.replaceAll('_', ' ') }));

const editor = form({
  values: BLANK,
  fieldOf,

  async send(values) {
    const { vendorUpdate } = await ask(VENDOR_UPDATE, { input: inputOf(values, this.changedFields), ifVersion: this.version });
    this.conflict = vendorUpdate.userErrors.some((error) => error.code === 'STALE_VERSION');
    if (vendorUpdate.profile) this.take(vendorUpdate.profile);
    return vendorUpdate.userErrors;
  },

  done() {
    notify(t('settings.saved'));
  },
});

startConsole({
  files,
  settings: () =>
    mix(tools, editor, {
      phase: 'loading',
      failure: null,
      profile: null,
      version: 0,
      conflict: false,
      accepting: false,
      languages: LANGUAGES.map((value) => ({ value, label: languageName(value) })),
      currencies: CURRENCIES.map((value) => ({ value, label: value })),
      countries: countries(),
      zones: zones(),

      init() {
        return this.reload();
      },

      reload() {
        return settle(this, async () => {
          this.take((await ask(PROFILE_TO_EDIT)).vendor.profile);
          this.$nextTick(() => location.hash && document.getElementById(location.hash.slice(1))?.scrollIntoView());
        });
      },

      take(profile) {
        this.profile = profile;
        this.version = profile.version;
        this.conflict = false;
        if (!CURRENCIES.includes(profile.currencyCode)) this.currencies = [{ value: profile.currencyCode, label: profile.currencyCode }, ...this.currencies];
        if (!this.zones.some(({ value }) => value === profile.timeZone)) this.zones = [{ value: profile.timeZone, label: profile.timeZone }, ...this.zones];
        this.reset(valuesOf(profile));
      },

      offers(language) {
        return language === this.values.language || this.values.others.includes(language);
      },

      offer(language) {
        const others = toggled(this.values.others, language);
        this.values.others = LANGUAGES.filter((one) => others.includes(one));
      },

      get frozen() {
        return !this.can('SETTINGS_WRITE');
      },

      async takeTheirs() {
        this.take((await ask(PROFILE_TO_EDIT)).vendor.profile);
      },

      /** Ours over theirs: what we changed, on top of the version that is there now. */
      async overwrite(element) {
        this.version = (await ask(PROFILE_TO_EDIT)).vendor.profile.version;
        this.conflict = false;
        return this.submit(element);
      },

      async acceptTerms() {
        const agreed = await confirmDialog({ title: t('terms.title'), text: t('terms.text', { shop: config.vendor.name }), action: t('terms.accept') });
        if (!agreed) return;
        this.accepting = true;
        const payload = await act(ask, VENDOR_UPDATE, { input: { acceptTerms: true } });
        this.accepting = false;
        if (!payload) return;
        this.profile = payload.profile;
        this.version = payload.profile.version;
        notify(t('terms.accepted'));
      },
    }),
}, {}, () => customElements.define('orion-exports', Exports));
