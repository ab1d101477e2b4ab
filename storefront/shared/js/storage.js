// localStorage of this shop or console: keys carry area and vendor, so that shops on one host do not mix.
// Storage may be full or forbidden; then values live as long as the page.
import { config } from './config.js';

const memory = new Map();
const full = (key) => `orion:${config.area}:${config.vendor?.slug ?? ''}:${key}`;

export function remember(key, value) {
  memory.set(key, value);
  try {
    if (value === null) localStorage.removeItem(full(key));
    else localStorage.setItem(full(key), JSON.stringify(value));
  } catch {
    // the map above keeps it for this page
  }
}

export function recall(key, fallback = null) {
  try {
    const text = localStorage.getItem(full(key));
    if (text !== null) return JSON.parse(text);
  } catch {
    // fall through to the map
  }
  return memory.get(key) ?? fallback;
}

/** Calls back when another tab changes one of our keys. */
export function onRemembered(key, callback) {
  addEventListener('storage', (event) => event.key === full(key) && callback(recall(key)));
}
