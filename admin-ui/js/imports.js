import { idempotencyKey } from '/assets/shared/js/api-client.js';
import { url } from '/assets/shared/js/config.js';
import { number, t } from '/assets/shared/js/i18n.js';
import { describe } from '/assets/shared/js/notify.js';
import { fileSize, sendFile } from '/assets/shared/js/upload.js';
import { ask, startConsole } from './console.js';
import { consoleList, onward } from './page.js';
import { IMPORT_START, IMPORTS, SOURCES, UPLOAD_CREATE } from './queries.js';
import { keepUpload } from './uploads.js';

const LARGEST = 2 ** 30;
const OPEN = ['QUEUED', 'VALIDATING', 'APPLYING'];

async function load({ page, signal }) {
  const { vendor } = await ask(IMPORTS, onward(page), { signal });
  return vendor.importJobs;
}

const newImport = {
  sources: [],
  source: '',
  mode: 'UPSERT',
  policy: 'REJECT_FAILED_ROWS',
  modes: ['UPSERT', 'CREATE_ONLY', 'UPDATE_ONLY'],
  policies: ['REJECT_FAILED_ROWS', 'KEEP_VALID_FIELDS', 'REJECT_FILE'],
  file: null,
  over: false,
  sending: null, // share of the file that is sent, 0 to 1, or null
  trouble: null,
  requestId: null,
  stop: null,

  async loadSources() {
    const { vendor } = await ask(SOURCES);
    this.sources = vendor.marketplaceSources;
    this.source = this.sources[0]?.handle ?? '';
  },

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

  /** Sends the file and starts the import; the way leads to the import's own page. */
  async begin(dryRun) {
    if (this.sending !== null) return;
    this.sending = 0;
    this.trouble = null;
    this.requestId = null;
    this.stop = new AbortController();
    try {
      const uploadId = await this.send();
      if (!uploadId) return;
      const input = { uploadId, source: this.source, mode: this.mode, errorPolicy: this.policy, dryRun, idempotencyKey: idempotencyKey() };
      const { importStart } = await ask(IMPORT_START, { input });
      if (!importStart.job) return this.complain(importStart.userErrors);
      keepUpload(importStart.job.id, { uploadId, source: this.source, mode: this.mode, errorPolicy: this.policy });
      location.assign(url(`marketplace/imports/${importStart.job.id}`));
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
    if (!upload) return this.complain(stagedUploadsCreate.userErrors);
    await sendFile(upload, this.file, { onProgress: (share) => (this.sending = share), signal: this.stop.signal });
    return upload.uploadId;
  },

  complain(userErrors) {
    const running = userErrors.some((error) => error.code === 'CONFLICT');
    this.trouble = running ? t('imports.running') : userErrors.map((error) => error.message).join(' ');
    return null;
  },
};

startConsole({
  imports: () =>
    consoleList({ load, forward: true, pageSize: 20, counted: 'imports.count' }, newImport, {
      /** The list, and again every few seconds while something in it runs and somebody looks. */
      async begun() {
        if (this.can('IMPORT_RUN')) this.loadSources().catch((error) => (this.trouble = describe(error)));
        this.look();
      },

      look() {
        setTimeout(async () => {
          if (!document.hidden && this.phase === 'ready' && this.rows.some((row) => this.running(row))) await this.reload();
          this.look();
        }, 5000);
      },

      running(job) {
        return OPEN.includes(job.status);
      },
    }),
});
