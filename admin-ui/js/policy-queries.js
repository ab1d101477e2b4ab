// What a shop says as the law wants it.
import { operation } from '/assets/shared/js/api-client.js';

const POLICY = `fragment PolicyFacts on VendorPolicy { kind texts { language text } missing published version updatedAt }`;

export const POLICIES = operation(`query Policies { vendor { policies { ...PolicyFacts } profile { languages legalName legalAddress { line1 } contactEmail } } }
${POLICY}`);

export const POLICY_SET = operation(`mutation PolicySet($input: ShopPolicyInput!) {
  shopPolicySet(input: $input) { policy { ...PolicyFacts } userErrors { code message path } }
}
${POLICY}`);

export const POLICY_REMOVE = operation(`mutation PolicyRemove($kind: PolicyKind!) {
  shopPolicyRemove(kind: $kind) { policy { ...PolicyFacts } userErrors { code message path } }
}
${POLICY}`);
