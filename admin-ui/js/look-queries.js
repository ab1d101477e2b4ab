// How a shop looks, and when it takes no orders.
import { operation } from '/assets/shared/js/api-client.js';

const LOOK = `fragment LookFacts on ShopLook {
  theme { accent fonts radius } themeBefore { accent fonts radius }
  logo { ...Shown } hero { ...Shown }
}
fragment Shown on MediaFile { id url srcset alt width height color }`;

export const LOOK_READ = operation(`query Look { vendor { look { ...LookFacts } profile { name taglines { language text } languages } } }
${LOOK}`);

export const LOOK_SET = operation(`mutation LookSet($input: ShopLookInput!) {
  shopLookSet(input: $input) { look { ...LookFacts } userErrors { code message path } }
}
${LOOK}`);

export const THEME_REVERT = operation(`mutation ThemeRevert { shopThemeRevert { look { ...LookFacts } userErrors { code message path } } }
${LOOK}`);

export const THEME_PREVIEW = operation(`query ThemePreview($theme: ShopThemeInput!) {
  vendor { themePreview(theme: $theme) { stylesheet light { color text contrast adjusted } dark { color text contrast adjusted } } }
}`);

const HOLIDAY = `fragment HolidayFacts on ShopHoliday { from until messages { language text } }`;

export const HOLIDAY_READ = operation(`query Holiday { vendor { holiday { ...HolidayFacts } profile { languages timeZone } } }
${HOLIDAY}`);

export const HOLIDAY_SET = operation(`mutation HolidaySet($input: ShopHolidayInput!) {
  shopHolidaySet(input: $input) { holiday { ...HolidayFacts } userErrors { code message path } }
}
${HOLIDAY}`);

export const HOLIDAY_END = operation(`mutation HolidayEnd { shopHolidayEnd { holiday { ...HolidayFacts } userErrors { code message path } } }
${HOLIDAY}`);
