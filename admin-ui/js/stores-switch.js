// From one store of a person to another, without signing in again.
import { gql } from '/assets/shared/js/api-client.js';
import { config } from '/assets/shared/js/config.js';
import { complain } from '/assets/shared/js/form.js';
import { SESSION_SWITCH } from './account-queries.js';

/** Where the console of another store is: beside this one, by path or by host. */
export function consoleOf(slug) {
  return config.base === '/console' ? `//${location.host.replace(/^[^.]+/, slug)}/console/` : `/vendor/${slug}/`;
}

/** Begins a session in the other store and opens its dashboard. A browser keeps it by host: there, sign-in may be asked for. */
export async function switchTo(slug) {
  if (slug === config.vendor.slug) return location.assign(consoleOf(slug));
  try {
    const { sessionSwitch } = await gql(SESSION_SWITCH, { vendor: slug });
    if (sessionSwitch.userErrors.length > 0) return complain(sessionSwitch.userErrors);
    location.assign(consoleOf(slug));
  } catch (error) {
    if (error.name !== 'ApiError') throw error;
    complain(error);
  }
}
