// What the pages of the law ask of the graph.
import { operation } from '/assets/shared/js/api-client.js';

export const POLICY = operation(
  `query Policy($kind: PolicyKind!) { shop { policy(kind: $kind) { language html updatedAt } } }`,
  { shared: true },
);

export const SELLER = operation(
  `query Seller {
    shop { legalIdentity { name registrationNumber vatNumber email phone note address { firstName lastName company line1 line2 city postalCode countryCode phone } } }
  }`,
  { shared: true },
);
