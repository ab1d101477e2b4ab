// What may be meant by the beginning of a search, and what was searched for on this device before.
import { gql } from '/assets/shared/js/api-client.js';
import { recall, remember } from '/assets/shared/js/storage.js';
import { SUGGESTIONS } from './goods-queries.js';

const KEPT = 6;
const cache = new Map();
let running = null;

/**
 * The suggestions for some words: {products, collections, queries}; an answer is kept as long as the page. A newer
 * question ends an older one, which then rejects with AbortError.
 */
export async function suggestions(words) {
  const term = words.trim().toLowerCase().slice(0, 100);
  running?.abort();
  if (!cache.has(term)) {
    running = new AbortController();
    const { shop } = await gql(SUGGESTIONS, { query: term }, { signal: running.signal });
    cache.set(term, shop.searchSuggestions);
  }
  return cache.get(term);
}

/** What was searched for here, the last first. It stays on this device. */
export const recent = () => recall('searches', []);

export function keep(words) {
  const term = words.trim().slice(0, 100);
  if (term) remember('searches', [term, ...recent().filter((one) => one.toLowerCase() !== term.toLowerCase())].slice(0, KEPT));
}

export const forget = () => remember('searches', null);
