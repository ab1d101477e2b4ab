// The platform console's operations.
import { operation } from '/assets/shared/js/api-client.js';

const PLACE = `fragment Place on PageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;

const ROW = `fragment VendorRow on Vendor { id name slug status statusReason currencyCode createdAt }`;

const SESSION = `fragment SessionRow on Session {
  id audience device address createdAt lastUsedAt expiresAt current revokedAt revokedReason impersonationReason
  user { id email name } vendor { id name slug } impersonator { id email }
}`;

const ENTRY = `fragment EntryRow on AuditEntry {
  id action target targetType reason requestId address userAgent occurredAt vendor { id name slug }
  actor { audience email apiKeyName } impersonator { audience email } changes { field before after redacted }
}`;

const FILE = `fragment FileRow on DataExport { id status rowCount byteSize requestedBy createdAt downloadUrl downloads expiresAt }`;

const USER = `fragment UserRow on User {
  id email name state twoFactorEnabled lastSignInAt createdAt disabledAt
  memberships { createdAt vendor { id name slug } role { name template } }
}`;

const MEMBER = `fragment MemberRow on Member { id email name twoFactorEnabled lastSignInAt createdAt you role { id name template } }`;

const INVITED = `fragment InvitedRow on Invitation { id email status invitedBy createdAt expiresAt role { id name } }`;

// Vendors

export const VENDORS = operation(`query Vendors($first: Int, $after: String, $last: Int, $before: String, $where: VendorWhere) {
  admin { vendors(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { ...VendorRow } pageInfo { ...Place } count { value precision }
  } }
}
${ROW}
${PLACE}`);

export const VENDOR = operation(`query Vendor($slug: String!) {
  admin { vendor(slug: $slug) {
    ...VendorRow approvedAt closedAt
    onboarding { code done required }
    profile {
      taglines { language text } languages timeZone countryCode legalName registrationNumber vatNumber contactEmail contactPhone imprint
      requireTwoFactor termsAcceptedAt
      legalAddress { firstName lastName company line1 line2 city region postalCode countryCode phone }
    }
  } }
}
${ROW}`);

export const VENDOR_BY_SLUG = operation(`query VendorBySlug($slug: String!) { admin { vendor(slug: $slug) { id name slug } } }`);

export const VENDORS_FOUND = operation(`query VendorsFound($search: String) {
  admin { vendors(first: 10, where: {search: $search}) { nodes { id name slug } } }
}`);

export const VENDOR_TEAM = operation(`query VendorTeam($id: ID!, $first: Int, $after: String) {
  admin { vendor(id: $id) { members(first: $first, after: $after) {
    nodes { ...MemberRow } pageInfo { ...Place } count { value precision }
  } } }
}
${MEMBER}
${PLACE}`);

export const VENDOR_DOMAINS = operation(`query VendorDomains($id: ID!, $first: Int, $after: String) {
  admin { vendor(id: $id) { domains(first: $first, after: $after) {
    nodes { id host status createdAt verifiedAt checkedAt problem } pageInfo { ...Place } count { value precision }
  } } }
}
${PLACE}`);

export const VENDOR_CREATE = operation(`mutation VendorCreate($input: VendorCreateInput!) {
  vendorCreate(input: $input) { vendor { ...VendorRow } setPasswordUrl userErrors { code message path } }
}
${ROW}`);

export const VENDORS_BULK = operation(`mutation VendorsBulk($input: VendorsBulkInput!) {
  vendorsBulk(input: $input) { results { id userErrors { code message path } } userErrors { code message path } }
}`);

export const IMPERSONATION_START = operation(`mutation ImpersonationStart($input: ImpersonationStartInput!) {
  impersonationStart(input: $input) { url endsAt userErrors { code message path } }
}`);

// Users and staff

export const USERS = operation(`query Users($first: Int, $after: String, $last: Int, $before: String, $where: UserWhere) {
  admin { users(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { ...UserRow } pageInfo { ...Place } count { value precision }
  } }
}
${USER}
${PLACE}`);

export const USER_BY_EMAIL = operation(`query UserByEmail($email: String!) {
  admin { users(first: 10, where: {search: $email}) { nodes { id email name } } }
}`);

export const USERS_BULK = operation(`mutation UsersBulk($input: UsersBulkInput!) {
  usersBulk(input: $input) { results { id userErrors { code message path } } userErrors { code message path } }
}`);

export const STAFF = operation(`query Staff($first: Int, $after: String) {
  admin { staff(first: $first, after: $after) { nodes { ...MemberRow } pageInfo { ...Place } count { value precision } } }
}
${MEMBER}
${PLACE}`);

export const STAFF_INVITATIONS = operation(`query StaffInvitations($first: Int, $after: String) {
  admin { invitations(first: $first, after: $after) { nodes { ...InvitedRow } pageInfo { ...Place } count { value precision } } }
}
${INVITED}
${PLACE}`);

export const STAFF_ROLES = operation(`query StaffRoles {
  admin {
    roles(first: 50) { nodes { id name description template fixed memberCount permissions } }
    permissions { permission group description }
  }
}`);

export const STAFF_INVITE = operation(`mutation StaffInvite($input: MemberInviteInput!) {
  staffInvite(input: $input) { invitation { id } userErrors { code message path } }
}`);

export const STAFF_ROLE_SET = operation(`mutation StaffRoleSet($id: ID!, $roleId: ID!) {
  staffRoleSet(id: $id, roleId: $roleId) { member { id } userErrors { code message path } }
}`);

export const STAFF_REMOVE = operation(`mutation StaffRemove($id: ID!) {
  staffRemove(id: $id) { deletedId userErrors { code message path } }
}`);

export const STAFF_INVITATION_RESEND = operation(`mutation StaffInvitationResend($id: ID!) {
  invitationResend(id: $id) { invitation { id } userErrors { code message path } }
}`);

export const STAFF_INVITATION_REVOKE = operation(`mutation StaffInvitationRevoke($id: ID!) {
  invitationRevoke(id: $id) { invitation { id } userErrors { code message path } }
}`);

// Sessions

export const SESSIONS = operation(`query Sessions($first: Int, $after: String, $last: Int, $before: String, $where: SessionWhere) {
  admin { sessions(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { ...SessionRow } pageInfo { ...Place } count { value precision }
  } }
}
${SESSION}
${PLACE}`);

// The record

export const AUDIT_LOG = operation(`query AuditLog($first: Int, $after: String, $last: Int, $before: String, $where: AuditWhere) {
  admin { auditLog(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { ...EntryRow } pageInfo { ...Place } count { value precision }
  } }
}
${ENTRY}
${PLACE}`);

export const AUDIT_HISTOGRAM = operation(`query AuditHistogram($from: DateTime!, $to: DateTime!, $buckets: Int, $where: AuditWhere) {
  admin { auditHistogram(from: $from, to: $to, buckets: $buckets, where: $where) { start end count } }
}`);

export const AUDIT_EXPORT = operation(`mutation AuditExport($where: AuditWhere) {
  auditExport(where: $where) { export { ...FileRow } userErrors { code message path } }
}
${FILE}`);

export const AUDIT_EXPORTS = operation(`query AuditExports {
  admin { exports(first: 20) { nodes { ...FileRow } } }
}
${FILE}`);

// Imports

const JOB = `fragment PlatformJob on ImportJob {
  id kind trigger filename byteSize dryRun status message createdAt startedAt finishedAt vendor { id name slug }
  source { id handle name pause { reason note since } } progress { total processed created updated unchanged failed missing ratePerSecond etaSeconds }
}`;

export const PLATFORM_IMPORTS = operation(`query PlatformImports($first: Int, $after: String, $where: ImportJobWhere) {
  admin { importJobs(first: $first, after: $after, where: $where) { nodes { ...PlatformJob } pageInfo { ...Place } count { value precision } } }
}
${JOB}
${PLACE}`);

export const PLATFORM_IMPORT = operation(`query PlatformImport($id: ID!) {
  node(id: $id) { ... on ImportJob { ...PlatformJob mode errorPolicy complete encoding separator unknownColumns } }
}
${JOB}`);

export const PLATFORM_IMPORT_ERRORS = operation(`query PlatformImportErrors($id: ID!, $first: Int, $after: String, $onlyFailed: Boolean) {
  node(id: $id) { ... on ImportJob { id errors(first: $first, after: $after, onlyFailed: $onlyFailed) {
    nodes { id line column value code message hint warning } pageInfo { ...Place } count { value precision }
  } } }
}
${PLACE}`);

export const IMPORT_HEALTH = operation(`query ImportHealth($days: Int) {
  admin { importHealth(days: $days) {
    running queued oldestQueuedAt stuck rowsPerSecond pausedSources
    pausedVendors { id name slug }
    days { date imports failedImports created updated failed }
    errorClasses {
      code column count vendors
      example { id line column value message hint } exampleJob { id filename vendor { id name slug } source { name } }
    }
  } }
}`);

export const VENDOR_IMPORTS_PAUSE = operation(`mutation VendorImportsPause($id: ID!, $reason: String!) {
  vendorImportsPause(vendorId: $id, reason: $reason) { vendor { id importsPausedAt } userErrors { code message path } }
}`);

export const VENDOR_IMPORTS_RESUME = operation(`mutation VendorImportsResume($id: ID!) {
  vendorImportsResume(vendorId: $id) { vendor { id importsPausedAt } userErrors { code message path } }
}`);

export const PLATFORM_SOURCE_PAUSE = operation(`mutation PlatformSourcePause($id: ID!, $note: String) {
  marketplaceSourcePause(id: $id, note: $note) { source { id } userErrors { code message path } }
}`);

export const PLATFORM_SOURCE_RESUME = operation(`mutation PlatformSourceResume($id: ID!) {
  marketplaceSourceResume(id: $id) { source { id } userErrors { code message path } }
}`);

export const PLATFORM_DASHBOARD = operation(`query PlatformDashboard {
  admin { dashboard { asOf vendors { status count } queues { name waiting running oldestAt } attention { code count } } }
}`);

export const PLATFORM_SALES = operation(`query PlatformSales($days: Int, $from: Date, $to: Date) {
  admin { dashboard { asOf period(days: $days, from: $from, to: $to) {
    from to beforeFrom beforeTo funnel { visits carts checkouts orders paid }
    currencies { currency figures { ...PlatformFigures } before { ...PlatformFigures } days { ...PlatformDays } daysBefore { ...PlatformDays }
      topVendors(first: 8) { orders total { amount currencyCode } fees { amount currencyCode } vendor { id name slug } } }
  } } }
}
fragment PlatformFigures on SalesFigures {
  sales { amount currencyCode } orders cancelled units averageValue { amount currencyCode } refunds { amount currencyCode } fees { amount currencyCode } newCustomers
}
fragment PlatformDays on SalesDay { date orders total { amount currencyCode } refunds { amount currencyCode } newCustomers }`);

export const PLATFORM_IMPORT_STRIP = operation(`query PlatformImportStrip {
  admin { importHealth(days: 1) { running queued stuck rowsPerSecond pausedSources oldestQueuedAt } }
}`);

export const NEWEST_VENDORS = operation(`query NewestVendors { admin { vendors(first: 6) { nodes { id name slug status createdAt } } } }`);

const WEBHOOK_EVENT = `fragment WebhookEventFacts on WebhookEvent {
  id eventId kind status attempts failure account occurredAt createdAt handledAt vendor { id name slug }
}`;

export const WEBHOOK_EVENTS = operation(`query WebhookEvents($first: Int, $after: String, $last: Int, $before: String, $where: WebhookEventWhere) {
  admin {
    webhookEvents(first: $first, after: $after, last: $last, before: $before, where: $where) {
      nodes { ...WebhookEventFacts }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value precision }
    }
  }
}
${WEBHOOK_EVENT}`);

export const WEBHOOK_EVENT_REPLAY = operation(`mutation WebhookEventReplay($id: ID!) {
  webhookEventReplay(id: $id) { webhookEvent { ...WebhookEventFacts } userErrors { code message path } }
}
${WEBHOOK_EVENT}`);

export const LEDGER_FAULTS = operation(`query LedgerFaults {
  admin {
    last: ledgerChecks(first: 1) { nodes { createdAt } }
    faulty: ledgerChecks(first: 10, where: {faulty: true}) { nodes { id createdAt faults vendor { name slug } } }
  }
}`);
