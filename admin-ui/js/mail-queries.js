// What a vendor's mails say, in whose name they go out, and what became of them.
import { operation } from '/assets/shared/js/api-client.js';

const TEMPLATE = `fragment TemplateFacts on MailTemplate { kind language subject preheader body button variables overridden }`;

const BRANDING = `fragment BrandingFacts on MailBranding { fromName replyTo footer { language text } }`;

const PAGE = `pageInfo { hasNextPage endCursor } count { value precision }`;

export const MAIL_KINDS = operation(`query MailKinds { vendor { mailTemplates { kind language overridden } } }`);

export const MAIL_TEMPLATES = operation(`query MailTemplates($orders: Boolean!) {
  vendor { mailTemplates { ...TemplateFacts } orders(first: 15) @include(if: $orders) { nodes { id number email placedAt } } }
}
${TEMPLATE}`);

export const MAIL_PREVIEW = operation(`query MailPreview($kind: String!, $language: String!, $words: MailWordsInput, $orderId: ID) {
  vendor { mailTemplatePreview(kind: $kind, language: $language, words: $words, orderId: $orderId) { subject fromName replyTo html text } }
}`);

export const MAIL_TEMPLATE_SET = operation(`mutation MailTemplateSet($input: MailTemplateInput!) {
  mailTemplateSet(input: $input) { template { ...TemplateFacts } userErrors { code message path } }
}
${TEMPLATE}`);

export const MAIL_TEMPLATE_RESET = operation(`mutation MailTemplateReset($kind: String!, $language: String!) {
  mailTemplateReset(kind: $kind, language: $language) { template { ...TemplateFacts } userErrors { code message path } }
}
${TEMPLATE}`);

export const MAIL_TEST = operation(`mutation MailTest($kind: String!, $language: String!, $orderId: ID) {
  mailTestSend(kind: $kind, language: $language, orderId: $orderId) { delivery { recipient } userErrors { code message path } }
}`);

export const MAIL_BRANDING = operation(`query MailBranding { vendor { name mailBranding { ...BrandingFacts } profile { contactEmail } } }
${BRANDING}`);

export const MAIL_BRANDING_SET = operation(`mutation MailBrandingSet($input: MailBrandingInput!) {
  mailBrandingSet(input: $input) { branding { ...BrandingFacts } userErrors { code message path } }
}
${BRANDING}`);

export const MAILS = operation(`query Mails($first: Int, $after: String, $where: MailDeliveryWhere) {
  vendor {
    mailDeliveries(first: $first, after: $after, where: $where) {
      nodes { id kind language recipient status attempts failure orderId resendable createdAt }
      ${PAGE}
    }
  }
}`);

export const MAIL_RESEND = operation(`mutation MailResend($id: ID!) {
  mailResend(id: $id) { userErrors { code message path } }
}`);

export const BLOCKED = operation(`query Blocked($first: Int, $after: String) {
  vendor { mailSuppressions(first: $first, after: $after) { nodes { id address reason detail createdAt } ${PAGE} } }
}`);

export const BLOCK = operation(`mutation Block($address: String!, $detail: String) {
  mailSuppressionAdd(address: $address, detail: $detail) { userErrors { code message path } }
}`);

export const UNBLOCK = operation(`mutation Unblock($id: ID!) {
  mailSuppressionRemove(id: $id) { userErrors { code message path } }
}`);
