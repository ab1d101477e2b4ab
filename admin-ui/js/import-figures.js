// What an import says of itself in figures; the page has `job`, and `rests` once nothing moves.
import { number, t } from '/assets/shared/js/i18n.js';
import { fileSize } from '/assets/shared/js/upload.js';
import { separatorName } from './mapping.js';

export const figures = {
  get counts() {
    const { kind, complete, progress } = this.job;
    const names = kind === 'INVENTORY' ? ['updated', 'unchanged', 'failed'] : ['created', 'updated', 'unchanged', 'failed'];
    return complete || progress.missing > 0 ? [...names, 'missing'] : names;
  },

  get share() {
    const { total, processed } = this.job.progress;
    if (total > 0) return Math.min(1, processed / total);
    if (!this.rests) return null;
    return ['FAILED', 'CANCELLED'].includes(this.job.status) ? 0 : 1;
  },

  get rate() {
    const { ratePerSecond } = this.job.progress;
    return ratePerSecond > 0 ? t('job.rate', { rate: number(ratePerSecond, { maximumFractionDigits: 0 }) }) : '';
  },

  get eta() {
    const { etaSeconds } = this.job.progress;
    if (this.rests || etaSeconds === null) return '';
    return etaSeconds < 90 ? t('job.etaSeconds', { count: etaSeconds }) : t('job.etaMinutes', { count: Math.round(etaSeconds / 60) });
  },

  get took() {
    const { startedAt, finishedAt } = this.job;
    if (!startedAt || !finishedAt) return '';
    const seconds = (new Date(finishedAt) - new Date(startedAt)) / 1000;
    return seconds < 90 ? t('job.seconds', { count: Math.max(1, Math.round(seconds)) }) : t('job.minutes', { count: Math.round(seconds / 60) });
  },

  get size() {
    return fileSize(this.job.byteSize, number);
  },

  get read() {
    const { encoding, separator } = this.job;
    return [encoding?.toUpperCase(), separator ? separatorName(separator) : null].filter(Boolean).join(', ');
  },
};
