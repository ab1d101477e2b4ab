// What page modules share: loading into phases, the ground under a picture, the words of an order's state.
import { gql } from '/assets/shared/js/api-client.js';
import { countryName, number, t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';

/** Runs `work` and keeps phase ('loading', 'ready', 'error') and failure of the page; true when it went well. */
export async function settle(page, work) {
  page.phase = 'loading';
  page.failure = null;
  try {
    await work();
    if (page.phase === 'loading') page.phase = 'ready';
    return true;
  } catch (error) {
    page.failure = error;
    page.phase = 'error';
    if (error.name !== 'ApiError') throw error;
    return false;
  }
}

/** The colour that stands in for a picture while it loads, as a :style object. */
export const ground = (media) => (media?.color ? { backgroundColor: media.color } : {});

/** Where a picture that is cropped is held, as a :style object: what matters in it stays in sight. */
export const focus = (media) => (media?.focalPoint ? { objectPosition: `${media.focalPoint.x * 100}% ${media.focalPoint.y * 100}%` } : {});

/** The shape of a picture as a :style object, between upright 4:5 and lying 5:4, so that little of it is cut off. */
export function shape(media) {
  const ratio = media?.width && media?.height ? media.width / media.height : 0.8;
  return { aspectRatio: Math.min(1.25, Math.max(0.8, ratio)) };
}

/** A postal address in lines, country in words. */
export function addressLines(address) {
  if (!address) return [];
  const name = `${address.firstName} ${address.lastName}`;
  const town = `${address.postalCode} ${address.city}`;
  return [name, address.company, address.line1, address.line2, town, countryName(address.countryCode), address.phone].filter(Boolean);
}

const KINDS = { PENDING_PAYMENT: 'warning', PLACED: 'success', COMPLETED: 'success', CANCELLED: 'danger' };

/** The badge of an order: {kind, text}. */
export const orderBadge = (order) => ({ kind: KINDS[order.status], text: t(`orderStatus.${order.status}`) });

/** What has become of the goods of an order, in words; none for one that is not placed or was cancelled. */
export const deliveryBadge = ({ status, fulfillmentStatus }) =>
  ['PLACED', 'COMPLETED'].includes(status) ? { kind: fulfillmentStatus === 'FULFILLED' ? 'success' : '', text: t(`deliveryStatus.${fulfillmentStatus}`) } : null;

/** The tax of one rate, which is contained in the sum or comes on top. */
export function taxText({ rate, tax }, included) {
  const percent = number(Number(rate) / 100, { style: 'percent', maximumFractionDigits: 2 });
  return t(included ? 'cart.taxAtIncluded' : 'cart.taxAtAdded', { rate: percent, tax: money(tax) });
}

/** A query of something by its slug or token: missing is a state of its own. */
export async function find(page, op, variables, pick) {
  return settle(page, async () => {
    const found = pick(await gql(op, variables));
    if (!found) page.phase = 'missing';
    else await page.take(found);
  });
}
