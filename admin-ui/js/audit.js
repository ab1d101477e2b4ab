import { known, t } from '/assets/shared/js/i18n.js';
import { AUDIT_LOG } from './admin-queries.js';
import { ask, startConsole } from './console.js';
import { consoleList, onward } from './page.js';

async function load({ page, signal }) {
  const { admin } = await ask(AUDIT_LOG, onward(page), { signal });
  return admin.auditLog;
}

startConsole({
  audit: () =>
    consoleList({ load, forward: true, pageSize: 50, counted: 'audit.count' }, {
      /** What was done, in words where there are some: a later version may do more than this page knows. */
      action(entry) {
        const key = `auditAction.${entry.action.replace('.', '_')}`;
        return known(key) ? t(key) : entry.action;
      },

      actor(entry) {
        return entry.actor.email ?? t(`actor.${entry.actor.audience.toUpperCase()}`);
      },
    }),
});
