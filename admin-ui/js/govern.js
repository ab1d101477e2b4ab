// What the staff do to vendors, one or many: what each thing is called, when it can be done, and how it is asked.
import { t } from '/assets/shared/js/i18n.js';
import { VENDORS_BULK } from './admin-queries.js';
import { ask } from './console.js';
import { bulkDialog, reasonDialog } from './decide.js';

/** The status that each action starts from, the action's colour, and whether there is no way back. */
const ACTIONS = {
  APPROVE: { from: ['PENDING'] },
  REJECT: { from: ['PENDING'], danger: true },
  SUSPEND: { from: ['ACTIVE'], danger: true },
  REINSTATE: { from: ['SUSPENDED'] },
  CLOSE: { from: ['ACTIVE', 'SUSPENDED'], danger: true, final: true },
};

/** The actions that a vendor of this status is open to, the next one first. */
export const actionsFor = (status) => Object.keys(ACTIONS).filter((action) => ACTIONS[action].from.includes(status));

/** The actions that fit any of these vendors, in the order of a vendor's life. */
export const actionsForAny = (vendors) => Object.keys(ACTIONS).filter((action) => vendors.some(({ status }) => ACTIONS[action].from.includes(status)));

export const isDanger = (action) => ACTIONS[action].danger ?? false;

async function send(action, ids, reason, dryRun) {
  return (await ask(VENDORS_BULK, { input: { action, ids, reason, dryRun } })).vendorsBulk;
}

/** Asks why, and does it to one vendor. Resolves to userErrors, or to null where it was not done after all. */
export async function decide(action, { id, name, slug }) {
  const { danger, final } = ACTIONS[action];
  const reason = await reasonDialog({ title: t(`governTitle.${action}`, { name }), text: t(`governText.${action}`), action: t(`governAction.${action}`), danger, phrase: final ? slug : null });
  if (!reason) return null;
  const { results, userErrors } = await send(action, [id], reason, false);
  return [...userErrors, ...results.flatMap((result) => result.userErrors)];
}

/** The same for many vendors; resolves to true when something was done. */
export function decideMany(action, vendors) {
  return bulkDialog({
    items: vendors.map(({ id, name, status }) => ({ id, name, note: ACTIONS[action].from.includes(status) ? null : t('bulk.state', { state: t(`vendorStatus.${status}`) }) })),
    danger: isDanger(action),
    send: (ids, reason, dryRun) => send(action, ids, reason, dryRun),
    words: { title: t(`governMany.${action}`, { count: vendors.length }), text: t(`governText.${action}`), action: (count) => t(`governMany.${action}`, { count }) },
  });
}
