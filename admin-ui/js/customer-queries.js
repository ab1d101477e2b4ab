// What a vendor's console asks about the customers of its shop, one document each. A Go test parses them against the schema.
import { operation } from '/assets/shared/js/api-client.js';

const CUSTOMER = `fragment CustomerFacts on Customer {
  id email firstName lastName phone language verified createdAt lastSignInAt blockedAt blockReason
  ordersCount spent { amount currencyCode }
  notes { id text author createdAt }
  addresses { id isDefault isDefaultBilling address { firstName lastName company line1 line2 city region postalCode countryCode phone } }
  orders(first: 20) {
    nodes { id number status paymentStatus fulfillmentStatus placedAt createdAt total { amount currencyCode } }
    pageInfo { hasNextPage }
  }
}`;

export const CUSTOMERS = operation(`query Customers($first: Int, $after: String, $last: Int, $before: String, $where: CustomerWhere) {
  vendor { customers(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { id email firstName lastName language verified blockedAt createdAt ordersCount spent { amount currencyCode } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value precision }
  } }
}`);

export const CUSTOMER_BY_ID = operation(`query CustomerById($id: ID!) {
  vendor { customer(id: $id) { ...CustomerFacts } }
}
${CUSTOMER}`);

export const CUSTOMER_NOTE = operation(`mutation CustomerNote($id: ID!, $text: String!) {
  customerNoteAdd(id: $id, text: $text) { customer { ...CustomerFacts } userErrors { code message path } }
}
${CUSTOMER}`);

export const CUSTOMER_BLOCK = operation(`mutation CustomerBlock($id: ID!, $reason: String!) {
  customerBlock(id: $id, reason: $reason) { customer { ...CustomerFacts } userErrors { code message path } }
}
${CUSTOMER}`);

export const CUSTOMER_UNBLOCK = operation(`mutation CustomerUnblock($id: ID!) {
  customerUnblock(id: $id) { customer { ...CustomerFacts } userErrors { code message path } }
}
${CUSTOMER}`);

const REQUEST = `fragment RequestFacts on PrivacyRequest { id kind status byTeam createdAt dueAt doneAt expiresAt failure downloads downloadUrl }`;

export const PRIVACY_REQUESTS = operation(`query PrivacyRequests($first: Int, $after: String, $last: Int, $before: String, $where: PrivacyRequestWhere) {
  vendor { privacyRequests(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { ...RequestFacts customer { id email firstName lastName } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value precision }
  } }
}
${REQUEST}`);

export const PRIVACY_OF_CUSTOMER = operation(`query PrivacyOfCustomer($id: ID!) {
  vendor { privacyRequests(first: 20, where: {customerId: $id}) { nodes { ...RequestFacts } } }
}
${REQUEST}`);

export const PRIVACY_CREATE = operation(`mutation PrivacyCreate($id: ID!, $kind: PrivacyRequestKind!) {
  privacyRequestCreate(customerId: $id, kind: $kind) { request { id } userErrors { code message path } }
}`);

export const PRIVACY_CANCEL = operation(`mutation PrivacyCancel($id: ID!) {
  privacyRequestCancel(id: $id) { request { id } userErrors { code message path } }
}`);
