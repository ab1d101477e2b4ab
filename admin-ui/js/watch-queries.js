// How the platform does: the operations of monitoring, alerts, jobs and the inbox.
import { operation } from '/assets/shared/js/api-client.js';

const PLACE = `fragment Place on PageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;

const ALERT = `fragment AlertRow on Alert {
  id rule severity status title subject occurrences openedAt lastSeenAt acknowledgedBy acknowledgedAt snoozedUntil resolvedBy resolvedAt note place
  vendor { id name slug }
}`;

const RULE = `fragment RuleRow on AlertRule { rule severity enabled unit threshold defaultThreshold version }`;

const JOB = `fragment JobRow on QueueJob {
  number state kind queue attempt maxAttempts error createdAt scheduledAt attemptedAt finishedAt vendor { id name slug }
}`;

const NOTE = `fragment NoteRow on Notification { id kind severity title place read createdAt }`;

export const HEALTH = operation(`query PlatformHealth {
  admin {
    health { status asOf components { name status detail milliseconds } }
    queues { name waiting oldestSeconds running retrying discarded }
    periodicJobs { kind everySeconds lastRunAt lastState running }
    open: alerts(first: 5, where: {status: [OPEN, ACKNOWLEDGED]}) { nodes { ...AlertRow } count { value precision } }
  }
}
${ALERT}`);

export const METRICS = operation(`query PlatformMetrics($names: [String!]!, $from: DateTime!, $to: DateTime!, $label: String) {
  admin { metrics(names: $names, from: $from, to: $to, label: $label) { name label points { at value } } }
}`);

export const ALERTS = operation(`query Alerts($first: Int, $after: String, $last: Int, $before: String, $where: AlertWhere) {
  admin { alerts(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { ...AlertRow } pageInfo { ...Place } count { value precision }
  } }
}
${ALERT}
${PLACE}`);

export const ALERT_ACKNOWLEDGE = operation(`mutation AlertAcknowledge($id: ID!) {
  alertAcknowledge(id: $id) { alert { ...AlertRow } userErrors { code message path } }
}
${ALERT}`);

export const ALERT_RESOLVE = operation(`mutation AlertResolve($id: ID!, $note: String) {
  alertResolve(id: $id, note: $note) { alert { ...AlertRow } userErrors { code message path } }
}
${ALERT}`);

export const ALERT_SNOOZE = operation(`mutation AlertSnooze($id: ID!, $until: DateTime!) {
  alertSnooze(id: $id, until: $until) { alert { ...AlertRow } userErrors { code message path } }
}
${ALERT}`);

export const ALERT_RULES = operation(`query AlertRules { admin { alertRules { ...RuleRow } } }
${RULE}`);

export const ALERT_RULE_SET = operation(`mutation AlertRuleSet($input: AlertRuleInput!) {
  alertRuleSet(input: $input) { rule { ...RuleRow } userErrors { code message path } }
}
${RULE}`);

export const JOBS = operation(`query QueueJobs($first: Int, $after: String, $where: QueueJobWhere) {
  admin { jobs(first: $first, after: $after, where: $where) { nodes { ...JobRow } pageInfo { ...Place } count { value precision } } }
}
${JOB}
${PLACE}`);

export const JOB_RETRY = operation(`mutation JobRetry($number: Int!) { jobRetry(number: $number) { job { number } userErrors { code message path } } }`);

export const JOB_CANCEL = operation(`mutation JobCancel($number: Int!) { jobCancel(number: $number) { job { number } userErrors { code message path } } }`);

export const JOB_DISCARD = operation(`mutation JobDiscard($number: Int!) { jobDiscard(number: $number) { job { number } userErrors { code message path } } }`);

export const VENDOR_UNREAD = operation(`query VendorUnread { vendor { unreadNotifications } }`);

export const ADMIN_UNREAD = operation(`query AdminUnread { admin { unreadNotifications } }`);

export const VENDOR_INBOX = operation(`query VendorInbox($first: Int, $after: String, $where: NotificationWhere) {
  vendor { notifications(first: $first, after: $after, where: $where) { nodes { ...NoteRow } pageInfo { ...Place } count { value precision } } }
}
${NOTE}
${PLACE}`);

export const ADMIN_INBOX = operation(`query AdminInbox($first: Int, $after: String, $where: NotificationWhere) {
  admin { notifications(first: $first, after: $after, where: $where) { nodes { ...NoteRow } pageInfo { ...Place } count { value precision } } }
}
${NOTE}
${PLACE}`);

export const NOTES_READ = operation(`mutation NotesRead($ids: [ID!]) { notificationsRead(ids: $ids) { unread userErrors { code message path } } }`);

const BACKUP = `fragment BackupRow on Backup {
  id name status location scheduled byteSize rowCount fileCount failure createdAt endedAt verifiedAt verifyFailure removedAt
}`;

export const BACKUPS = operation(`query Backups($first: Int, $after: String, $last: Int, $before: String) {
  admin { backups(first: $first, after: $after, last: $last, before: $before) {
    nodes { ...BackupRow } pageInfo { ...Place } count { value precision }
  } }
}
${BACKUP}
${PLACE}`);

export const BACKUP_CREATE = operation(`mutation BackupCreate { backupCreate { queued userErrors { code message path } } }`);

export const BACKUP_VERIFY = operation(`mutation BackupVerify($id: ID!) {
  backupVerify(id: $id) { backup { ...BackupRow } userErrors { code message path } }
}
${BACKUP}`);

export const RESTORES = operation(`query Restores($first: Int) {
  admin { restores(first: $first) { nodes { id source status forced rowCount failure createdAt endedAt vendor { name slug } } } }
}`);

const FAULT = `fragment ErrorRow on ErrorLog {
  id source operation message stack occurrences version requestId createdAt lastSeenAt resolvedAt vendor { id name slug }
}`;

export const ERRORS = operation(`query PlatformErrors($first: Int, $after: String, $last: Int, $before: String, $where: ErrorLogWhere) {
  admin { errors(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { ...ErrorRow } pageInfo { ...Place } count { value precision }
  } }
}
${FAULT}
${PLACE}`);

export const ERROR_RESOLVE = operation(`mutation ErrorResolve($id: ID!) {
  errorResolve(id: $id) { error { ...ErrorRow } userErrors { code message path } }
}
${FAULT}`);
