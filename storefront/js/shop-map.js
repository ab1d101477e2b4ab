// What every page of a shop shows of it around its own content. It is asked for once a page; until the answer is there,
// pages show what the page before knew.
import { gql } from '/assets/shared/js/api-client.js';
import { path } from '/assets/shared/js/config.js';
import { date, t } from '/assets/shared/js/i18n.js';
import { recall, remember } from '/assets/shared/js/storage.js';
import { NAVIGATION } from './queries.js';

let asked;

/** {collections, policies, logo, holiday} of the shop. */
export function shopMap() {
  asked ??= gql(NAVIGATION).then(({ shop }) => {
    const map = { ...shop, collections: shop.collections.nodes, policies: shop.policies.map(({ kind }) => kind.toLowerCase()) };
    remember('map', map);
    return map;
  });
  return asked;
}

/** shopMap() as the page before knew it, without asking. */
export const knownMap = () => recall('map', { collections: [], policies: [] });

/** Store of what is around a page. It is a courtesy: the page itself says when the shop cannot be reached. */
export const shop = {
  ...knownMap(),

  init() {
    return shopMap().then((map) => Object.assign(this, map), (error) => {
      if (error.name !== 'ApiError') throw error;
    });
  },

  /** Marks the link to the collection whose page this is. */
  current: ({ slug }) => (path() === `collections/${slug}` ? 'page' : null),

  /** Its texts of the law, and who sells. */
  get laws() {
    return [...this.policies, 'imprint'];
  },

  /** Whether it takes no orders now. */
  get closed() {
    const { from, until } = this.holiday ?? {};
    const now = Date.now();
    return from && Date.parse(from) <= now && !(Date.parse(until) <= now);
  },

  /** What it says of that. */
  get closure() {
    const { until, message } = this.holiday ?? {};
    return `${t(until ? 'shop.closedUntil' : 'shop.closed', { date: date(until, 'moment') })} ${message ?? ''}`;
  },
};
