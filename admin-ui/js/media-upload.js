// Pictures that are brought to the library: dropped, pasted or chosen, sent some at a time, and watched until they are made.
import { number, t } from '/assets/shared/js/i18n.js';
import { announce, describe } from '/assets/shared/js/notify.js';
import { fileSize, sendFile } from '/assets/shared/js/upload.js';
import { ask } from './console.js';
import { MEDIA_CREATE, MEDIA_STATES, MEDIA_UPLOAD } from './media-queries.js';

export const TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];
const LARGEST = 10 * 1024 * 1024;
const AT_ONCE = 3;
const LOOK_AGAIN = 1500;

/** Why a file cannot be sent, or ''. */
export function unfit({ size, type }) {
  if (!TYPES.includes(type)) return t('media.wrongType');
  if (size === 0) return t('media.emptyFile');
  return size > LARGEST ? t('media.tooLarge') : '';
}

/** Pictures of feeds come without a file's name. */
export const titleOf = (picture) => picture.filename || picture.alt || t('media.unnamed');

export const sentence = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** Sends one file; resolves to {uploadId}, or {refused} with why not. */
export async function sendPicture(file, onProgress, signal) {
  const input = { purpose: 'MEDIA', filename: file.name.slice(-255), contentType: file.type, byteSize: file.size };
  const { uploads, userErrors } = (await ask(MEDIA_UPLOAD, { input })).stagedUploadsCreate;
  if (userErrors.length > 0) return { refused: sentence(userErrors[0].message) };
  await sendFile(uploads[0], file, { onProgress, signal });
  return { uploadId: uploads[0].uploadId };
}

/** The words for what went wrong on the way. */
export function sendingTrouble(error) {
  if (error.code === 'UPLOAD_REFUSED') return t('media.refused');
  return error.code === 'TOO_LONG' ? t('media.tooLarge') : describe(error);
}

let keys = 0;

const entryOf = (file) => {
  const reason = unfit(file);
  return { key: ++keys, file, name: file.name || t('media.pasted'), size: fileSize(file.size, number), state: reason ? 'failed' : 'waiting', reason, share: 0, id: null, stop: null };
};

/** Joins a page that shows `queue`; `arrived(picture)` of the page hears of each that is ready. */
export const queueing = {
  queue: [], // {key, name, size, state: waiting | sending | processing | done | failed, reason, share, id}
  over: false,

  bring(files) {
    this.over = false;
    this.queue.unshift(...[...files].map(entryOf));
    this.next();
  },

  /** What somebody pastes beside the fields: a picture of the screen, or files. */
  paste(event) {
    if (event.target.closest('input, textarea') || !this.can('CATALOG_WRITE')) return;
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) this.bring(files);
  },

  drop(event) {
    this.over = false;
    if (this.can('CATALOG_WRITE')) this.bring(event.dataTransfer.files);
  },

  /** Only files light up the page, not words that are dragged. */
  drag(event) {
    this.over = this.can('CATALOG_WRITE') && [...event.dataTransfer.types].includes('Files');
  },

  next() {
    const busy = this.queue.filter(({ state }) => state === 'sending').length;
    const waiting = this.queue.filter(({ state }) => state === 'waiting').toReversed();
    for (const entry of waiting.slice(0, Math.max(0, AT_ONCE - busy))) this.send(entry);
  },

  async send(entry) {
    Object.assign(entry, { state: 'sending', share: 0, reason: '', stop: new AbortController() });
    try {
      const { uploadId, refused } = await sendPicture(entry.file, (share) => (entry.share = share), entry.stop.signal);
      if (refused) return this.fail(entry, refused);
      await this.make(entry, uploadId);
    } catch (error) {
      if (error.name === 'AbortError') return this.forget(entry);
      if (error.name !== 'ApiError') throw error;
      this.fail(entry, sendingTrouble(error));
    } finally {
      this.next();
    }
  },

  async make(entry, uploadId) {
    const { mediaFiles, userErrors } = (await ask(MEDIA_CREATE, { input: { uploadId } })).mediaFilesCreate;
    if (userErrors.length > 0) return this.fail(entry, userErrors[0].code === 'QUOTA_EXCEEDED' ? t('media.noRoom') : sentence(userErrors[0].message));
    entry.state = 'processing';
    entry.id = mediaFiles[0].id;
    this.watch();
  },

  fail(entry, reason) {
    Object.assign(entry, { state: 'failed', reason });
    announce(t('media.failedNow', { name: entry.name, reason }));
  },

  again(entry) {
    entry.state = 'waiting';
    this.next();
  },

  stopSending(entry) {
    if (entry.stop && entry.state === 'sending') entry.stop.abort();
    else this.forget(entry);
  },

  forget(entry) {
    this.queue = this.queue.filter(({ key }) => key !== entry.key);
  },

  /** What is over leaves the list of what is under way. */
  tidy() {
    this.queue = this.queue.filter(({ state }) => !['done', 'failed'].includes(state));
  },

  get queueOver() {
    return this.queue.length > 0 && this.queue.every(({ state }) => ['done', 'failed'].includes(state));
  },

  get queueText() {
    const count = this.queue.filter(({ state }) => !['done', 'failed'].includes(state)).length;
    const failed = this.queue.filter(({ state }) => state === 'failed').length;
    if (count > 0) return t('media.underWay', { count });
    return failed > 0 ? t('media.overFailed', { count: failed }) : t('media.overDone', { count: this.queue.length });
  },

  stateText(entry) {
    if (entry.state === 'sending') return number(entry.share, { style: 'percent' });
    return t(`mediaState.${entry.state}`);
  },

  watching: false,

  /** Asks for what is being made until it is; the rows and the queue learn of it. */
  async watch() {
    if (this.watching) return;
    this.watching = true;
    try {
      for (let ids = this.unmade(); ids.length > 0; ids = this.unmade()) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
        const { nodes } = await ask(MEDIA_STATES, { ids: ids.slice(0, 50) });
        for (const picture of nodes) if (picture && picture.status !== 'PENDING') this.made(picture);
        this.lost(ids.slice(0, 50), nodes);
      }
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      for (const entry of this.queue) if (entry.state === 'processing') this.fail(entry, describe(error));
    } finally {
      this.watching = false;
    }
  },

  unmade() {
    const queued = this.queue.filter(({ state }) => state === 'processing').map(({ id }) => id);
    const listed = this.rows.filter(({ status }) => status === 'PENDING').map(({ id }) => id);
    return [...new Set([...queued, ...listed])];
  },

  made(picture) {
    const entry = this.queue.find(({ id }) => id === picture.id);
    if (entry && picture.status === 'FAILED') this.fail(entry, sentence(picture.failure ?? t('media.refused')));
    else if (entry) entry.state = 'done';
    this.arrived(picture);
  },

  /** Somebody has removed them meanwhile. */
  lost(ids, nodes) {
    const gone = ids.filter((id, at) => !nodes[at]);
    this.rows = this.rows.filter(({ id }) => !gone.includes(id));
    for (const entry of this.queue) if (gone.includes(entry.id)) this.fail(entry, t('media.gone'));
  },
};
