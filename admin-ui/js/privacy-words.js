// How requests of customers about their data read.
import { date, t } from '/assets/shared/js/i18n.js';

const TONE = { PENDING: 'warning', DONE: 'success' };

export const requests = {
  kindOf: (row) => t(`privacyKind.${row.kind}`),
  toneOf: (row) => TONE[row.status] ?? '',
  stateOf: (row) => t(`privacyStatus.${row.status}`),

  /** What there is to know beside: when it happens, what it waits for, until when there is a file. */
  moreOf(row) {
    if (row.failure) return row.kind === 'ERASURE' ? t('privacy.waits', { orders: row.failure }) : t('privacy.failed');
    if (row.status === 'PENDING') return row.kind === 'ERASURE' ? t('privacy.due', { date: date(row.dueAt, 'moment') }) : t('privacy.making');
    if (row.status === 'DONE' && row.kind === 'EXPORT') return t('privacy.until', { date: date(row.expiresAt) });
    return row.doneAt ? date(row.doneAt, 'moment') : '';
  },

  revocable: (row) => row.kind === 'ERASURE' && row.status === 'PENDING',
};
