// What a vendor sets in place of what the platform says.
import { mix } from '/assets/shared/js/dom.js';
import { ask, startConsole } from './console.js';
import { settle, tools } from './page.js';
import { settingRows } from './setting-rows.js';
import { VENDOR_SETTING_RESET, VENDOR_SETTING_SET, VENDOR_SETTINGS } from './setting-queries.js';

const page = {
  phase: 'loading',
  failure: null,

  init() {
    return this.reload();
  },

  reload() {
    return settle(this, async () => {
      this.take((await ask(VENDOR_SETTINGS)).vendor.settings);
    });
  },

  get readOnly() {
    return !this.can('SETTINGS_WRITE');
  },
};

startConsole({ vendorSettings: () => mix(tools, settingRows({ set: VENDOR_SETTING_SET, reset: VENDOR_SETTING_RESET }, 'SETTINGS_WRITE'), page) });
