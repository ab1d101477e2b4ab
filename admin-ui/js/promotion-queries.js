// The operations of promotions.
import { operation } from '/assets/shared/js/api-client.js';

const WHOLE = `fragment PromotionWhole on Promotion {
  id title code status percentBp amount { amount currencyCode } freeDelivery minimum { amount currencyCode } combines priority
  usageLimit customerLimit uses startsAt endsAt version publicTitles { language title }
  products { id title } collections { id title }
}`;

export const PROMOTIONS = operation(`query Promotions($first: Int, $after: String, $last: Int, $before: String, $where: PromotionWhere) {
  vendor {
    promotions(first: $first, after: $after, last: $last, before: $before, where: $where) {
      nodes { ...PromotionWhole } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value precision }
    }
  }
}
${WHOLE}`);

export const PROMOTION = operation(`query PromotionToEdit($id: ID!) { vendor { promotion(id: $id) { ...PromotionWhole } } }
${WHOLE}`);

export const SHELVES = operation(`query PromotionShelves { vendor { collections(first: 100) { nodes { id title } } } }`);

export const PROMOTION_CREATE = operation(`mutation PromotionCreate($input: PromotionInput!) {
  promotionCreate(input: $input) { promotion { ...PromotionWhole } userErrors { code message path } }
}
${WHOLE}`);

export const PROMOTION_UPDATE = operation(`mutation PromotionUpdate($id: ID!, $ifVersion: Int, $input: PromotionInput!) {
  promotionUpdate(id: $id, ifVersion: $ifVersion, input: $input) { promotion { ...PromotionWhole } userErrors { code message path } }
}
${WHOLE}`);

export const PROMOTION_ARCHIVE = operation(`mutation PromotionArchive($id: ID!) {
  promotionArchive(id: $id) { promotion { ...PromotionWhole } userErrors { code message path } }
}
${WHOLE}`);
