// How much something wants attention, as it is shown.
export const SEVERITIES = {
  INFO: { icon: 'info', tone: 'info' },
  WARNING: { icon: 'triangle-alert', tone: 'warning' },
  CRITICAL: { icon: 'circle-alert', tone: 'danger' },
};

/** The colour of a health status, as the class of a badge. */
export const HEALTH_TONES = { UP: 'success', DEGRADED: 'warning', DOWN: 'danger', OFF: 'plain' };

/** The colour of a job's state. */
export const JOB_TONES = { WAITING: 'plain', SCHEDULED: 'plain', RUNNING: 'info', RETRYING: 'warning', DONE: 'success', CANCELLED: 'plain', DISCARDED: 'danger' };
