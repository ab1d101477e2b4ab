// What the page that writes to the shop asks of the graph.
import { operation } from '/assets/shared/js/api-client.js';

export const CONTACT_SEND = operation(`mutation ContactSend($input: ContactInput!) {
  contactSend(input: $input) { sent userErrors { code message path } }
}`);
