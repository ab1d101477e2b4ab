// The platform's settings: values with their source, features by vendor, and trials of what is set.
import { mix } from '/assets/shared/js/dom.js';
import { complain } from '/assets/shared/js/form.js';
import { number, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { settle, tools } from './page.js';
import { vendorBySlug } from './platform.js';
import { settingRows } from './setting-rows.js';
import { FLAG_SET, PLATFORM_SETTINGS, SETTING_RESET, SETTING_SET, SETTING_TEST } from './setting-queries.js';

const GROUPS = [
  { id: 'shops', prefixes: ['cart', 'shop', 'stock', 'search', 'import', 'task', 'notification', 'webhook'] },
  { id: 'access', prefixes: ['sign_in', 'session'] },
  { id: 'vendors', prefixes: ['vendor', 'payment', 'ledger', 'media'] },
  { id: 'consoles', prefixes: ['console'] },
  { id: 'operation', prefixes: ['mail', 'metrics', 'metric', 'alert', 'error'] },
];

const TARGETS = ['MAIL', 'STORAGE', 'SEARCH', 'STRIPE'];

function flagRow(flag) {
  const overrides = flag.overrides.map(({ enabled, vendor }) => ({ enabled, ...vendor }));
  return { ...flag, overrides, label: t(`feature.${flag.key}`), wanted: '', error: '', busy: false };
}

const flags = {
  flags: [],

  async sendFlag(flag, change) {
    const next = { enabled: flag.enabled, percentage: flag.percentage, overrides: flag.overrides, ...change };
    const overrides = next.overrides.map(({ id, enabled }) => ({ vendorId: id, enabled }));
    flag.busy = true;
    flag.error = '';
    try {
      const { featureFlagSet } = await ask(FLAG_SET, { input: { key: flag.key, enabled: next.enabled, percentage: next.percentage, overrides, ifVersion: flag.version } });
      if (featureFlagSet.userErrors.length > 0) {
        flag.error = this.sentence(featureFlagSet.userErrors[0].message);
        return;
      }
      this.flags[this.flags.findIndex(({ key }) => key === flag.key)] = flagRow(featureFlagSet.flag);
      notify(t('features.saved', { name: flag.label }));
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    } finally {
      flag.busy = false;
    }
  },

  setPercentage(flag, text) {
    const percentage = Number(text);
    if (!/^\d{1,3}$/.test(text.trim()) || percentage > 100) {
      flag.error = t('features.noPercentage');
      return;
    }
    if (percentage !== flag.percentage) return this.sendFlag(flag, { percentage });
  },

  async addOverride(flag, enabled) {
    const slug = flag.wanted.trim().toLowerCase();
    const vendor = slug === '' ? null : await vendorBySlug(slug);
    if (!vendor) {
      flag.error = t('features.noVendor');
      return;
    }
    const others = flag.overrides.filter(({ id }) => id !== vendor.id);
    return this.sendFlag(flag, { overrides: [...others, { ...vendor, enabled }] });
  },

  dropOverride(flag, vendor) {
    return this.sendFlag(flag, { overrides: flag.overrides.filter(({ id }) => id !== vendor.id) });
  },
};

const trials = {
  trials: [],

  async tryOut(trial) {
    trial.busy = true;
    trial.state = '';
    try {
      const { settingTest } = await ask(SETTING_TEST, { target: trial.target });
      const { ok, message, seconds } = settingTest.trial;
      trial.state = ok ? 'ok' : 'bad';
      trial.text = `${this.sentence(message)} (${t('trial.took', { seconds: number(seconds, { maximumFractionDigits: 2 }) })})`;
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    } finally {
      trial.busy = false;
    }
  },
};

const page = {
  phase: 'loading',
  failure: null,
  groups: [],

  init() {
    this.groups = GROUPS.map((group) => ({ ...group, label: t(`settingGroup.${group.id}`) }));
    this.trials = TARGETS.map((target) => ({ target, label: t(`trial.${target}`), busy: false, state: '', text: '' }));
    return this.reload();
  },

  reload() {
    return settle(this, async () => {
      const { admin } = await ask(PLATFORM_SETTINGS);
      this.take(admin.settings);
      this.flags = admin.featureFlags.map(flagRow);
    });
  },

  get readOnly() {
    return !this.can('PLATFORM_WRITE');
  },
};

startConsole({ platformSettings: () => mix(tools, settingRows({ set: SETTING_SET, reset: SETTING_RESET }, 'PLATFORM_WRITE'), flags, trials, page) });
