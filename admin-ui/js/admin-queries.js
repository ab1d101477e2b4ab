// The platform console's operations.
import { operation } from '/assets/shared/js/api-client.js';

const PLACE = `fragment Place on PageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;

const VENDOR = `fragment VendorRow on Vendor { id name slug status statusReason currencyCode createdAt }`;

export const VENDORS = operation(`query Vendors($first: Int, $after: String, $last: Int, $before: String, $where: VendorWhere) {
  admin { vendors(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { ...VendorRow } pageInfo { ...Place } count { value precision }
  } }
}
${VENDOR}
${PLACE}`);

export const VENDOR_CREATE = operation(`mutation VendorCreate($input: VendorCreateInput!) {
  vendorCreate(input: $input) { vendor { ...VendorRow } setPasswordUrl userErrors { code message path } }
}
${VENDOR}`);

export const VENDOR_SUSPEND = operation(`mutation VendorSuspend($id: ID!, $reason: String!) {
  vendorSuspend(id: $id, reason: $reason) { vendor { ...VendorRow } userErrors { code message path } }
}
${VENDOR}`);

export const VENDOR_REINSTATE = operation(`mutation VendorReinstate($id: ID!, $reason: String!) {
  vendorReinstate(id: $id, reason: $reason) { vendor { ...VendorRow } userErrors { code message path } }
}
${VENDOR}`);

export const PLATFORM_IMPORTS = operation(`query PlatformImports($first: Int, $after: String) {
  admin { importJobs(first: $first, after: $after) {
    nodes { id filename byteSize dryRun status message createdAt vendor { name slug } progress { total processed created updated unchanged failed } }
    pageInfo { ...Place } count { value precision }
  } }
}
${PLACE}`);

export const AUDIT_LOG = operation(`query AuditLog($first: Int, $after: String) {
  admin { auditLog(first: $first, after: $after) {
    nodes { id action target reason requestId occurredAt actor { audience email } vendor { name slug } }
    pageInfo { ...Place } count { value precision }
  } }
}
${PLACE}`);

export const USERS = operation(`query Users($first: Int, $after: String, $last: Int, $before: String) {
  admin { users(first: $first, after: $after, last: $last, before: $before) {
    nodes { id email name createdAt } pageInfo { ...Place } count { value precision }
  } }
}
${PLACE}`);
