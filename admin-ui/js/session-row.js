// How a session is told in a list, and how one is ended.
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { known, t } from '/assets/shared/js/i18n.js';
import { SESSION_REVOKE } from './account-queries.js';
import { ask } from './console.js';

/** Joins a list of sessions; needs run() of consoleList. */
export const sessionRow = {
  whose(row) {
    return row.impersonator?.email ?? row.user?.email ?? t(`actor.${row.audience}`);
  },

  device(row) {
    return row.device || t('security.unknownDevice');
  },

  /** ACTIVE, or how it came to an end. */
  state(row) {
    if (row.revokedAt) return 'REVOKED';
    return new Date(row.expiresAt) < Date.now() ? 'EXPIRED' : 'ACTIVE';
  },

  stateText(row) {
    const state = this.state(row);
    const why = `sessionEnd.${row.revokedReason}`;
    return state === 'REVOKED' && known(why) ? t(why) : t(`sessionState.${state}`);
  },

  async end(row) {
    const agreed = await confirmDialog({ title: t('sessions.endTitle'), text: t('sessions.endText', { who: this.whose(row), device: this.device(row) }), action: t('sessions.end'), danger: true });
    if (agreed) await this.run(async () => (await ask(SESSION_REVOKE, { id: row.id })).sessionRevoke.userErrors, t('sessions.ended'));
  },
};
