// The graph, for pages: gql(operation, variables). Operations stand in queries.js modules; a Go test parses them.
import { config } from './config.js';
import { session } from './session.js';
import { ApiError, contextHeaders, exchange } from './transport.js';

export { ApiError };

/**
 * Declares an operation. `shared: true` marks a query whose answer is the same for everybody: it goes out as GET by
 * the hash of the document, so that caches on the way can keep it.
 */
export function operation(text, { shared = false } = {}) {
  const [, kind, name] = /(query|mutation|subscription)\s+(\w+)/.exec(text);
  return { text, kind, name, shared, hash: null };
}

/**
 * Runs an operation and resolves to its data. Where parts failed, the rest is there and `data.$errors` lists them.
 * Queries are repeated on trouble, mutations never: their input carries an idempotency key where repeating matters.
 * `options`: {signal, timeout}, and `anonymous` for a call that needs no session where there might be one.
 */
export async function gql(op, variables = {}, options = {}) {
  try {
    return unwrap(await send(op, variables, options));
  } catch (error) {
    if (error.code !== 'UNAUTHENTICATED' || !session.token) throw error;
    // The token ran out between two calls: one new one, one more try.
    await renew(session.token);
    return unwrap(await send(op, variables, options));
  }
}

// A shop goes on without its customer when the session is over; a console has nothing to show to nobody.
async function renew(stale = null) {
  try {
    await session.refresh({ stale });
  } catch (error) {
    if (error.code !== 'UNAUTHENTICATED' || config.area !== 'shop') throw error;
  }
}

function unwrap({ data, errors }) {
  if (errors?.length) Object.defineProperty(data, '$errors', { value: errors });
  return data;
}

async function send(op, variables, options) {
  if (session.expected && !session.token && !options.anonymous) await renew();
  const safe = op.kind === 'query';
  if (op.shared && !session.token && globalThis.crypto?.subtle) {
    const body = await sendHashed(op, variables, { ...options, safe });
    if (body) return body;
  }
  return post({ operationName: op.name, query: op.text, variables }, { ...options, safe });
}

// GET by hash; a server that has not seen the document yet is told it once by POST.
async function sendHashed(op, variables, options) {
  op.hash ??= await sha256(op.text);
  const extensions = { persistedQuery: { version: 1, sha256Hash: op.hash } };
  const query = new URLSearchParams({ operationName: op.name, variables: JSON.stringify(variables), extensions: JSON.stringify(extensions) });
  const address = `${config.api}?${query}`;
  if (address.length > 4000) return null;
  try {
    return await exchange(address, { headers: contextHeaders() }, options);
  } catch (error) {
    if (error.code !== 'PERSISTED_QUERY_NOT_FOUND') throw error;
    return post({ operationName: op.name, query: op.text, variables, extensions }, options);
  }
}

function post(body, options) {
  const headers = { ...contextHeaders(session.token), 'Content-Type': 'application/json' };
  return exchange(config.api, { method: 'POST', headers, body: JSON.stringify(body) }, options);
}

async function sha256(text) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A fresh key for one attempt of a user; kept by the form until the attempt is through. */
export function idempotencyKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
