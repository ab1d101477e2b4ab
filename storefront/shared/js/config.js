// What the server wrote into the page: see storefront/embed.go for the block's fields.
const block = document.getElementById('orion-config');

export const config = Object.freeze({
  area: document.documentElement.dataset.area,
  vendor: null,
  base: '',
  api: '/graphql',
  locale: 'en',
  locales: ['en', 'fr', 'de'],
  currency: 'EUR',
  country: 'LU',
  ...(block ? JSON.parse(block.textContent) : {}),
});

/** The address of a page of this shop or console: url('products/lamp'), url('products', {sort: 'price'}). */
export function url(path = '', params = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of [value].flat()) if (one !== undefined && one !== null && one !== '') query.append(name, one);
  }
  const search = query.toString();
  return `${config.base}/${path}${search ? `?${search}` : ''}`;
}

/** The part of the address after the base, decoded, without slashes at its ends: 'products/lamp'. */
export function path() {
  const whole = location.pathname.slice(config.base.length);
  return decodeURIComponent(whole).replace(/^\/+|\/+$/g, '');
}

/** A same-origin address under this base, or the fallback: for redirects that come from the query string. */
export function safeReturn(target, fallback = url()) {
  if (!target) return fallback;
  const resolved = new URL(target, location.origin);
  const inside = resolved.origin === location.origin && resolved.pathname.startsWith(`${config.base}/`);
  return inside ? resolved.pathname + resolved.search + resolved.hash : fallback;
}
