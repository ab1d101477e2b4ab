// What every page of a shop shows of it around its own content. It is asked for once a page; until the answer is there,
// pages show what the page before knew.
import { gql } from '/assets/shared/js/api-client.js';
import { path } from '/assets/shared/js/config.js';
import { date, t } from '/assets/shared/js/i18n.js';
import { recall, remember } from '/assets/shared/js/storage.js';
import { NAVIGATION } from './queries.js';

let asked;

function shopMap() {
  asked ??= gql(NAVIGATION).then(({ shop }) => {
    remember('collections', shop.collections.nodes);
    remember('policies', shop.policies.map(({ kind }) => kind));
    remember('logo', shop.logo);
    remember('holiday', shop.holiday);
    return shop;
  });
  return asked;
}

// What is around a page is a courtesy: the page itself says when the shop cannot be reached.
async function known(take) {
  try {
    take(await shopMap());
  } catch (error) {
    if (error.name !== 'ApiError') throw error;
  }
}

/** The shop's collections. */
export const shopCollections = async () => (await shopMap()).collections.nodes;

/** The collections as the page before knew them; null on a first visit. */
export const knownCollections = () => recall('collections');

/** Alpine data of every place that lists the collections. */
export const navigationData = () => ({
  items: knownCollections() ?? [],

  init() {
    return known((shop) => (this.items = shop.collections.nodes));
  },

  current(item) {
    return path() === `collections/${item.slug}` ? 'page' : null;
  },
});

/** Alpine data of every place that lists the texts of the law. */
export const lawLinksData = () => ({
  found: recall('policies') ?? [],

  init() {
    return known((shop) => (this.found = shop.policies.map(({ kind }) => kind)));
  },

  get kinds() {
    return [...this.found.map((kind) => kind.toLowerCase()), 'imprint'];
  },
});

/** Alpine data of the shop's name in the header, which a picture may stand for. */
export const shopLogoData = () => ({
  logo: recall('logo'),

  init() {
    return known((shop) => (this.logo = shop.logo));
  },
});

/** Store: whether the shop takes no orders now, and what it says of that. */
export const closure = {
  holiday: recall('holiday'),

  init() {
    return known((shop) => (this.holiday = shop.holiday));
  },

  get now() {
    const { from, until } = this.holiday ?? {};
    return Boolean(from) && Date.parse(from) <= Date.now() && !(Date.parse(until) <= Date.now());
  },

  get words() {
    const { until, message } = this.holiday ?? {};
    return [t(until ? 'shop.closedUntil' : 'shop.closed', { date: date(until, 'moment') }), message].filter(Boolean).join(' ');
  },
};
