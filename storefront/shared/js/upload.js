// Sends a file to a signed address, with progress. XMLHttpRequest, because fetch tells nothing about what was sent.
import { ApiError } from './transport.js';

/**
 * Sends `file` as the staged upload says: {method, url, headers}. onProgress gets 0 to 1. Resolves when the server has
 * it all; rejects with ApiError (code UPLOAD_REFUSED, TOO_LONG, NETWORK) or AbortError.
 */
export function sendFile(staged, file, { onProgress = () => {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(staged.method, staged.url);
    for (const { name, value } of staged.headers) {
      // The browser sets these two by itself and refuses to be told.
      if (!['host', 'content-length'].includes(name.toLowerCase())) request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => {
      if (request.status < 300) return resolve();
      const code = request.status === 413 ? 'TOO_LONG' : 'UPLOAD_REFUSED';
      reject(new ApiError(code, { requestId: request.getResponseHeader('X-Request-Id') }));
    };
    request.onerror = () => reject(new ApiError('NETWORK'));
    request.onabort = () => reject(new DOMException('upload stopped', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

/** "12.4 MB": sizes for people, in the reader's language. */
export function fileSize(bytes, number) {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return number(bytes / 1000 ** step, { style: 'unit', unit: units[step], unitDisplay: 'short', maximumFractionDigits: step > 1 ? 1 : 0 });
}
