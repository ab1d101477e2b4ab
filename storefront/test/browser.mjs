// As much of a browser as the shared modules need to load: a page of the shop "lumiere", read in French.
const storage = new Map();

export const page = { config: { vendor: { slug: 'lumiere', name: 'Lumière' }, base: '/shop/lumiere', api: '/graphql', locale: 'fr', locales: ['fr', 'en'], currency: 'EUR', country: 'LU' } };

export const answers = []; // what fetch gives next: a body, or a function of (address, init)
export const calls = [];

function install(name, value) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

install('document', {
  documentElement: { dataset: { area: 'shop' }, lang: 'fr' },
  getElementById: (id) => (id === 'orion-config' ? { textContent: JSON.stringify(page.config) } : null),
});
install('location', { origin: 'http://shop.test', pathname: '/shop/lumiere/products', search: '' });
install('history', { pushState: (_, __, address) => goTo(address) });
install('localStorage', {
  getItem: (key) => storage.get(key) ?? null,
  setItem: (key, value) => storage.set(key, value),
  removeItem: (key) => storage.delete(key),
});
install('HTMLElement', class {});
install('navigator', { onLine: true });
install('addEventListener', () => {});
install('removeEventListener', () => {});
install('fetch', async (address, init = {}) => {
  calls.push({ address, ...init, body: init.body ? JSON.parse(init.body) : undefined });
  const next = answers.shift();
  const answer = typeof next === 'function' ? await next(address, init) : next;
  if (answer instanceof Error) throw answer;
  return answer instanceof Response ? answer : Response.json(answer);
});

export function goTo(address) {
  const { pathname, search } = new URL(address, location.origin);
  Object.assign(location, { pathname, search });
}

export function reset() {
  answers.length = 0;
  calls.length = 0;
  storage.clear();
}
