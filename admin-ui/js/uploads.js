// Files that are brought to an import: chosen or dropped, and sent with progress.
import { number, t } from '/assets/shared/js/i18n.js';
import { describe } from '/assets/shared/js/notify.js';
import { fileSize, sendFile } from '/assets/shared/js/upload.js';
import { ask } from './console.js';
import { UPLOAD_CREATE } from './marketplace-queries.js';

const LARGEST = 2 ** 30;

/** Joins a page on which one file is chosen; the field is $refs.file. */
export const bringing = {
  file: null,
  over: false, // something is held over the page
  sending: null, // share of the file that is sent, 0 to 1, or null
  trouble: null,
  requestId: null,
  stop: null,

  get size() {
    return this.file ? fileSize(this.file.size, number) : '';
  },

  get sentText() {
    return number(this.sending ?? 0, { style: 'percent' });
  },

  choose(files) {
    this.over = false;
    const file = files[0];
    if (!file) return;
    this.trouble = file.size > LARGEST ? t('imports.tooLarge') : file.size === 0 ? t('imports.emptyFile') : null;
    this.requestId = null;
    this.file = this.trouble ? null : file;
  },

  forgetFile() {
    this.file = null;
    this.trouble = null;
    this.$refs.file.value = '';
    this.$refs.file.focus();
  },

  stopSending() {
    this.stop?.abort();
  },

  /** Sends the file and then does `work(uploadId)`, which resolves to userErrors or to nothing. What goes wrong stands in trouble. */
  async bring(work) {
    if (this.sending !== null) return;
    this.sending = 0;
    this.trouble = null;
    this.requestId = null;
    this.stop = new AbortController();
    try {
      const { uploadId, userErrors } = await this.send();
      const refused = userErrors ?? (await work.call(this, uploadId)) ?? [];
      if (refused.length > 0) this.trouble = refusal(refused);
    } catch (error) {
      if (error.name === 'AbortError') return;
      if (error.name !== 'ApiError') throw error;
      this.trouble = error.code === 'UPLOAD_REFUSED' ? t('imports.refused') : error.code === 'TOO_LONG' ? t('imports.tooLarge') : describe(error);
      this.requestId = error.requestId;
    } finally {
      this.sending = null;
      this.stop = null;
    }
  },

  async send() {
    const { name, size, type } = this.file;
    const input = { purpose: 'IMPORT_FILE', filename: name.slice(-255), contentType: type || 'text/csv', byteSize: size };
    const { stagedUploadsCreate } = await ask(UPLOAD_CREATE, { input });
    const [upload] = stagedUploadsCreate.uploads;
    if (!upload) return { userErrors: stagedUploadsCreate.userErrors };
    await sendFile(upload, this.file, { onProgress: (share) => (this.sending = share), signal: this.stop.signal });
    return { uploadId: upload.uploadId };
  },
};

/** What stands in the way of an import, in words. */
export function refusal(userErrors) {
  if (userErrors.some((error) => error.code === 'CONFLICT')) return t('imports.running');
  const text = userErrors.map((error) => error.message).join(' ');
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
