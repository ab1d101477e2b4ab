// The languages that a shop is written in.
import { session } from '/assets/shared/js/session.js';
import { ask } from './console.js';
import { SHOP_LANGUAGES } from './media-queries.js';

/** The shop's own language first; empty for those who may not see its settings, and who write in its own language alone. */
export async function shopLanguages() {
  if (!session.can('SETTINGS_READ')) return [];
  return (await ask(SHOP_LANGUAGES)).vendor.profile.languages;
}
