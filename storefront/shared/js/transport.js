// One HTTP exchange with the graph: time limit, retries where they are safe, and one shape of error.
import { config } from './config.js';

const RETRIES = 2;

/** Why a call brought no data. code: a code of the graph, or NETWORK, OFFLINE, TIMEOUT. */
export class ApiError extends Error {
  constructor(code, { message = code, requestId = null, path = null, retryAfter = null } = {}) {
    super(message);
    this.name = 'ApiError';
    Object.assign(this, { code, requestId, path, retryAfter });
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Headers that name the shop: by host the server knows it anyway, by path it does not. */
export function contextHeaders(token) {
  const headers = { 'Accept-Language': document.documentElement.lang };
  if (config.vendor) headers['Orion-Vendor'] = config.vendor.slug;
  if (token) headers.Authorization = `Bearer ${token}`;
  return headers;
}

/**
 * Sends and parses. `safe` calls (those that may run twice) are tried again on network trouble, 429 and 503.
 * Resolves to {data, errors, extensions}; rejects with ApiError, or AbortError if the caller's signal ended it.
 */
export async function exchange(address, init, { signal, timeout = 15000, safe = false } = {}) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await once(address, init, signal, timeout);
    } catch (error) {
      const again = safe && attempt < RETRIES && ['NETWORK', 'TIMEOUT', 'THROTTLED', 'UNAVAILABLE'].includes(error.code);
      if (!again) throw error;
      const wait = error.retryAfter ?? 0.3 * 2 ** attempt;
      if (wait > 10) throw error; // longer than anyone waits: let the page say so
      await pause(wait * 1000 * (0.8 + Math.random() * 0.4));
    }
  }
}

async function once(address, init, signal, timeout) {
  const limit = AbortSignal.timeout(timeout);
  let answer;
  try {
    answer = await fetch(address, { credentials: 'same-origin', ...init, signal: signal ? AbortSignal.any([signal, limit]) : limit });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(limit.aborted ? 'TIMEOUT' : navigator.onLine === false ? 'OFFLINE' : 'NETWORK');
  }
  const body = await answer.text().then((text) => JSON.parse(text, placed)).catch(() => null);
  const details = { requestId: answer.headers.get('X-Request-Id'), retryAfter: seconds(answer.headers.get('Retry-After')) };
  const failure = body?.errors?.find((error) => error.extensions?.code) ?? body?.errors?.[0];
  if (body?.data && !(failure && Object.values(body.data).every((value) => value === null))) return body;
  if (failure) throw fromGraph(failure, details);
  if (answer.status === 429) throw new ApiError('THROTTLED', details);
  throw new ApiError(answer.status >= 502 ? 'UNAVAILABLE' : 'INTERNAL', details);
}

function fromGraph(failure, details) {
  const { code = 'INTERNAL', requestId, retryAfter } = failure.extensions ?? {};
  return new ApiError(code, {
    message: failure.message,
    path: failure.path,
    requestId: requestId ?? details.requestId,
    retryAfter: details.retryAfter ?? retryAfter ?? null,
  });
}

// Pages on another host than the API find pictures there: paths of this host become whole addresses.
const placed = (_, value) => (config.media && typeof value === 'string' && value.startsWith('/media/') ? value.replace(/(^|, )\/media\//g, `$1${config.media}/media/`) : value);

/** Retry-After comes as seconds or as a date. */
export function seconds(header, now = Date.now()) {
  if (!header) return null;
  const value = Number(header);
  return Number.isFinite(value) ? value : Math.max(0, (Date.parse(header) - now) / 1000);
}
