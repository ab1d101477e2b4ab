// What is set, of both consoles.
import { operation } from '/assets/shared/js/api-client.js';

const SETTING = `fragment SettingRow on Setting {
  key type description value source sensitive isSet hint inherited unit minimum maximum choices environmentName locked version changedAt
}`;

const FLAG = `fragment FlagRow on FeatureFlag { key description default enabled percentage version overrides { enabled vendor { id name slug } } }`;

export const PLATFORM_SETTINGS = operation(`query PlatformSettings { admin { settings { ...SettingRow } featureFlags { ...FlagRow } } }
${SETTING}
${FLAG}`);

export const VENDOR_SETTINGS = operation(`query VendorSettings { vendor { settings { ...SettingRow } } }
${SETTING}`);

const KIND = `fragment KindRow on CleanupKind { key description note keptSeconds due { value precision } lastRunAt setting { ...SettingRow scope } }`;

export const PLATFORM_CLEANUP = operation(`query PlatformCleanup { admin { cleanup { ...KindRow } } }
${KIND}
${SETTING}`);

export const VENDOR_CLEANUP = operation(`query VendorCleanup { vendor { cleanup { ...KindRow } } }
${KIND}
${SETTING}`);

export const SETTING_SET = operation(`mutation SettingSet($input: SettingSetInput!) {
  settingSet(input: $input) { setting { ...SettingRow } userErrors { code message path } }
}
${SETTING}`);

export const SETTING_RESET = operation(`mutation SettingReset($input: SettingResetInput!) {
  settingReset(input: $input) { setting { ...SettingRow } userErrors { code message path } }
}
${SETTING}`);

export const VENDOR_SETTING_SET = operation(`mutation VendorSettingSet($input: SettingSetInput!) {
  vendorSettingSet(input: $input) { setting { ...SettingRow } userErrors { code message path } }
}
${SETTING}`);

export const VENDOR_SETTING_RESET = operation(`mutation VendorSettingReset($input: SettingResetInput!) {
  vendorSettingReset(input: $input) { setting { ...SettingRow } userErrors { code message path } }
}
${SETTING}`);

export const FLAG_SET = operation(`mutation FeatureFlagSet($input: FeatureFlagInput!) {
  featureFlagSet(input: $input) { flag { ...FlagRow } userErrors { code message path } }
}
${FLAG}`);

export const SETTING_TEST = operation(`mutation SettingTest($target: SettingTarget!) {
  settingTest(target: $target) { trial { target ok message seconds } userErrors { code message path } }
}`);

export const PLATFORM_NOTICE = operation(`query PlatformNotice { vendor { platformNotice { text helpUrl supportEmail } } }`);
