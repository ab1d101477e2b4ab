// The operations of delivery.
import { operation } from '/assets/shared/js/api-client.js';

const WAY = `fragment DeliveryWay on DeliveryMethod {
  id titles { language text } descriptions { language text } kind basis currencyCode tiers { from price { amount currencyCode } }
  freeFrom { amount currencyCode } maxWeightGrams minDays maxDays active position
  pickupAddress { firstName lastName company line1 line2 city region postalCode countryCode phone }
}`;

export const ZONES = operation(`query DeliveryZones {
  vendor {
    profile { languages }
    deliveryZones { id name countries postalPrefixes position version methods { ...DeliveryWay } }
  }
}
${WAY}`);

export const ZONE_CREATE = operation(`mutation DeliveryZoneCreate($input: DeliveryZoneInput!) {
  deliveryZoneCreate(input: $input) { zone { id } userErrors { code message path } }
}`);

export const ZONE_UPDATE = operation(`mutation DeliveryZoneUpdate($id: ID!, $ifVersion: Int, $input: DeliveryZoneInput!) {
  deliveryZoneUpdate(id: $id, ifVersion: $ifVersion, input: $input) { zone { id } userErrors { code message path } }
}`);

export const ZONE_DELETE = operation(`mutation DeliveryZoneDelete($id: ID!) {
  deliveryZoneDelete(id: $id) { deletedId userErrors { code message path } }
}`);

export const METHOD_CREATE = operation(`mutation DeliveryMethodCreate($zoneId: ID!, $ifVersion: Int, $input: DeliveryMethodInput!) {
  deliveryMethodCreate(zoneId: $zoneId, ifVersion: $ifVersion, input: $input) { method { id } userErrors { code message path } }
}`);

export const METHOD_UPDATE = operation(`mutation DeliveryMethodUpdate($id: ID!, $ifVersion: Int, $input: DeliveryMethodInput!) {
  deliveryMethodUpdate(id: $id, ifVersion: $ifVersion, input: $input) { method { id } userErrors { code message path } }
}`);

export const METHOD_DELETE = operation(`mutation DeliveryMethodDelete($id: ID!) {
  deliveryMethodDelete(id: $id) { deletedId userErrors { code message path } }
}`);
