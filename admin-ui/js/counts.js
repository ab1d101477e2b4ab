// The figures of the side navigation: how much waits where. Those who may not see figures get none.
import { gql } from '/assets/shared/js/api-client.js';
import { config } from '/assets/shared/js/config.js';
import { number } from '/assets/shared/js/i18n.js';
import { session } from '/assets/shared/js/session.js';
import { WAITING } from './queries.js';

const PLACES = { orders: 'ordersToFulfill', inventory: 'lowStock', 'marketplace/selected': 'selectedProducts' };

/** Asks anew and writes the figures into the navigation; a figure that is zero is not shown. */
export async function refreshCounts() {
  if (config.area !== 'vendor' || !session.can('STATS_READ')) return;
  const data = await gql(WAITING).catch(() => null); // figures are a courtesy: the pages say what is wrong
  if (data?.vendor) showCounts(data.vendor.dashboard);
}

export function showCounts(dashboard) {
  for (const [place, figure] of Object.entries(PLACES)) {
    const badge = document.querySelector(`[data-count="${place}"]`);
    if (!badge) continue;
    badge.hidden = dashboard[figure] === 0;
    badge.textContent = number(dashboard[figure]);
  }
}
