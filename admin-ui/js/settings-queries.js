// What a vendor is and where: profile, domains, keys, record.
import { operation } from '/assets/shared/js/api-client.js';

const PROFILE = `fragment ProfileFacts on VendorProfile {
  version name taglines { language text } languages currencyCode timeZone countryCode
  legalName registrationNumber vatNumber contactEmail contactPhone imprint requireTwoFactor termsAcceptedAt
  legalAddress { firstName lastName line1 line2 city region postalCode countryCode }
}`;

const DOMAIN = `fragment DomainRow on VendorDomain { id host status recordName recordValue createdAt verifiedAt checkedAt problem }`;

const KEY = `fragment KeyRow on ApiKey { id name prefix permissions status createdAt expiresAt lastUsedAt createdBy { name email } }`;

const ENTRY = `fragment EntryRow on AuditEntry {
  id action target targetType reason requestId address userAgent occurredAt
  actor { audience email apiKeyName } impersonator { audience } changes { field before after redacted }
}`;

const FILE = `fragment FileRow on DataExport { id status rowCount byteSize requestedBy createdAt downloadUrl expiresAt }`;

export const TEAM_RULE = operation(`query TeamRule { vendor { profile { requireTwoFactor } } }`);

export const TEAM_RULE_SET = operation(`mutation TeamRuleSet($required: Boolean!) {
  vendorUpdate(input: {requireTwoFactor: $required}) { profile { requireTwoFactor } userErrors { code message path } }
}`);

export const PROFILE_TO_EDIT = operation(`query ProfileToEdit { vendor { profile { ...ProfileFacts } } }
${PROFILE}`);

export const VENDOR_UPDATE = operation(`mutation VendorUpdate($input: VendorUpdateInput!, $ifVersion: Int) {
  vendorUpdate(input: $input, ifVersion: $ifVersion) { profile { ...ProfileFacts } userErrors { code message path } }
}
${PROFILE}`);

/** What is to do before the shop sells. */
export const ONBOARDING = operation(`query Onboarding { vendor { onboarding { code done required } } }`);

export const DOMAINS = operation(`query Domains($first: Int, $after: String) {
  vendor { domains(first: $first, after: $after) { nodes { ...DomainRow } pageInfo { hasNextPage endCursor } count { value precision } } }
}
${DOMAIN}`);

export const DOMAIN_ADD = operation(`mutation DomainAdd($host: String!) {
  domainAdd(host: $host) { domain { ...DomainRow } userErrors { code message path } }
}
${DOMAIN}`);

export const DOMAIN_VERIFY = operation(`mutation DomainVerify($id: ID!) {
  domainVerify(id: $id) { domain { ...DomainRow } userErrors { code message path } }
}
${DOMAIN}`);

export const DOMAIN_REMOVE = operation(`mutation DomainRemove($id: ID!) {
  domainRemove(id: $id) { deletedId userErrors { code message path } }
}`);

export const KEYS = operation(`query Keys($first: Int, $after: String, $where: ApiKeyWhere) {
  vendor {
    permissions { permission group description }
    apiKeys(first: $first, after: $after, where: $where) { nodes { ...KeyRow } pageInfo { hasNextPage endCursor } count { value precision } }
  }
}
${KEY}`);

export const KEY_CREATE = operation(`mutation KeyCreate($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) { apiKey { ...KeyRow } secret userErrors { code message path } }
}
${KEY}`);

export const KEY_ROTATE = operation(`mutation KeyRotate($id: ID!, $overlapHours: Int) {
  apiKeyRotate(id: $id, overlapHours: $overlapHours) { apiKey { ...KeyRow } secret userErrors { code message path } }
}
${KEY}`);

export const KEY_REVOKE = operation(`mutation KeyRevoke($id: ID!) {
  apiKeyRevoke(id: $id) { apiKey { ...KeyRow } userErrors { code message path } }
}
${KEY}`);

export const RECORD = operation(`query Record($first: Int, $after: String, $last: Int, $before: String, $where: AuditWhere) {
  vendor { auditLog(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { ...EntryRow } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value precision }
  } }
}
${ENTRY}`);

export const RECORD_EXPORTS = operation(`query RecordExports { vendor { exports(first: 5) { nodes { ...FileRow } } } }
${FILE}`);

export const RECORD_EXPORT = operation(`mutation RecordExport($where: AuditWhere) {
  auditExport(where: $where) { export { ...FileRow } userErrors { code message path } }
}
${FILE}`);
