// Where programs of a vendor's own are told of what happens.
import { operation } from '/assets/shared/js/api-client.js';

const ENDPOINT = `fragment EndpointRow on WebhookEndpoint { id url description events enabled failures disabledAt rotatingUntil createdAt }`;

const MESSAGE = `fragment MessageRow on WebhookDelivery {
  id event status attempts responseStatus response failure durationMs nextAttemptAt deliveredAt createdAt payload endpoint { id url enabled }
}`;

export const WEBHOOKS = operation(`query Webhooks($first: Int, $after: String, $where: WebhookDeliveryWhere) {
  vendor {
    webhookEvents
    webhookEndpoints { ...EndpointRow }
    webhookDeliveries(first: $first, after: $after, where: $where) { nodes { ...MessageRow } pageInfo { hasNextPage endCursor } count { value precision } }
  }
}
${ENDPOINT}
${MESSAGE}`);

export const ENDPOINT_CREATE = operation(`mutation EndpointCreate($input: WebhookEndpointInput!) {
  webhookEndpointCreate(input: $input) { endpoint { ...EndpointRow } secret userErrors { code message path } }
}
${ENDPOINT}`);

export const ENDPOINT_UPDATE = operation(`mutation EndpointUpdate($id: ID!, $input: WebhookEndpointInput!) {
  webhookEndpointUpdate(id: $id, input: $input) { endpoint { ...EndpointRow } userErrors { code message path } }
}
${ENDPOINT}`);

export const ENDPOINT_DELETE = operation(`mutation EndpointDelete($id: ID!) {
  webhookEndpointDelete(id: $id) { userErrors { code message path } }
}`);

export const SECRET_ROTATE = operation(`mutation SecretRotate($id: ID!) {
  webhookSecretRotate(id: $id) { endpoint { ...EndpointRow } secret userErrors { code message path } }
}
${ENDPOINT}`);

export const ENDPOINT_TEST = operation(`mutation EndpointTest($id: ID!) {
  webhookTest(id: $id) { delivery { ...MessageRow } userErrors { code message path } }
}
${MESSAGE}`);

export const MESSAGE_REPLAY = operation(`mutation MessageReplay($id: ID!) {
  webhookDeliveryReplay(id: $id) { delivery { ...MessageRow } userErrors { code message path } }
}
${MESSAGE}`);
