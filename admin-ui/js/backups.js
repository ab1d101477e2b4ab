// The backups of the whole platform, and what was brought back.
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { number, t } from '/assets/shared/js/i18n.js';
import { fileSize } from '/assets/shared/js/upload.js';
import { ask } from './console.js';
import { consoleList, settle, tools } from './page.js';
import { pageSize, startPlatform } from './platform.js';
import { BACKUP_CREATE, BACKUP_VERIFY, BACKUPS, RESTORES } from './watch-queries.js';

const FACES = { RUNNING: 'info', SUCCEEDED: 'success', FAILED: 'danger' };

async function load({ page, signal }) {
  return (await ask(BACKUPS, page, { signal })).admin.backups;
}

/** What is known of whether a backup can be brought back. */
function proof({ verifiedAt, verifyFailure, status }) {
  if (verifyFailure) return { face: 'danger', text: t('backups.proofFailed') };
  if (verifiedAt) return { face: 'success', text: t('backups.proved') };
  return { face: '', text: status === 'SUCCEEDED' ? t('backups.notProved') : '–' };
}

startPlatform({
  backups: () =>
    consoleList({ load, pageSize: pageSize(), counted: 'backups.count' }, {
      face: ({ status }) => FACES[status],
      proof,
      size: ({ byteSize }) => (byteSize ? fileSize(byteSize, number) : '–'),
      holds: ({ rowCount, fileCount }) => (rowCount ? t('backups.holds', { rows: number(rowCount), files: number(fileCount) }) : ''),
      canVerify: ({ status, removedAt }) => status === 'SUCCEEDED' && !removedAt,

      create() {
        return this.run(async () => (await ask(BACKUP_CREATE)).backupCreate.userErrors, t('backups.begun'));
      },

      async verify({ id, name }) {
        if (!(await confirmDialog({ title: t('backups.verifyTitle', { name }), text: t('backups.verifyText'), action: t('backups.verify') }))) return;
        await this.run(async () => (await ask(BACKUP_VERIFY, { id })).backupVerify.userErrors, t('backups.verifying'));
      },
    }),

  restores: () =>
    mix(tools, {
      phase: 'loading',
      failure: null,
      all: [],

      init() {
        return this.reload();
      },

      reload() {
        return settle(this, async () => {
          this.all = (await ask(RESTORES, { first: 10 })).admin.restores.nodes;
        });
      },

      get shown() {
        return this.phase === 'ready' && this.all.length > 0;
      },

      face: ({ status }) => FACES[status],
    }),
});
