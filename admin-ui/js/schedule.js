// When a source is fetched: five fields of cron, the usual ones in words.
import { known, t } from '/assets/shared/js/i18n.js';

/** The usual times: [key of its words, cron]. */
export const PRESETS = [
  ['never', ''],
  ['hourly', '0 * * * *'],
  ['sixHours', '0 */6 * * *'],
  ['nightly', '0 4 * * *'],
  ['weekdays', '0 6 * * 1-5'],
  ['weekly', '0 4 * * 1'],
];

/** The key of a cron among the presets, or 'own'. */
export const presetOf = (cron) => PRESETS.find(([, value]) => value === (cron ?? ''))?.[0] ?? 'own';

export function scheduleText(cron) {
  const key = `schedule.${presetOf(cron)}`;
  return known(key) && presetOf(cron) !== 'own' ? t(key) : t('schedule.cron', { cron });
}

/** Five fields of figures, stars and what joins them; the server knows the rest. */
export const looksLikeCron = (text) => /^\s*([\d*/,-]+\s+){2}[\d*/,A-Za-z-]+\s+[\d*/,A-Za-z-]+\s+[\d*/,A-Za-z-]+\s*$/.test(text) && text.trim().split(/\s+/).length === 5;
