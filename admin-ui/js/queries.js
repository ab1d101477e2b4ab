// The vendor console's operations, one document each. A Go test parses them against the schema.
import { operation } from '/assets/shared/js/api-client.js';

const PAGE = `fragment Page on PageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;

const ORDER = `fragment OrderFacts on Order {
  id number status paymentStatus fulfillmentStatus token email paymentMethod deliveryTitle taxIncluded placedAt cancelledAt cancelReason createdAt
  subtotal { amount currencyCode } discount { amount currencyCode } shipping { amount currencyCode }
  tax { amount currencyCode } total { amount currencyCode }
  discounts { title code amount { amount currencyCode } } taxes { rate tax { amount currencyCode } }
  shippingAddress { firstName lastName company line1 line2 city region postalCode countryCode phone }
  buyerNote
  billingAddress { firstName lastName company line1 line2 city region postalCode countryCode phone }
  lines(first: 100) {
    nodes { id title sku quantity fulfilledQuantity unfulfilledQuantity returnedQuantity unitPrice { amount currencyCode } total { amount currencyCode } media { url color } variant { product { slug status } } }
    pageInfo { hasNextPage }
  }
  tags openReturn customer { id }
  fulfillments { id carrier trackingNumber trackingUrl createdAt deliveredAt cancelledAt lines { quantity orderLine { id title } } }
  returns { id status reason message answer byBuyer unsent createdAt receivedAt lines { quantity restocked orderLine { id title } } }
  refunds { id status reason failure createdAt amount { amount currencyCode } lines { quantity orderLine { id } } }
  events { kind occurredAt public message author data { name value } }
}`;

/** What waits, for the side navigation. */
export const WAITING = operation(`query Waiting { vendor { dashboard { ordersToFulfill lowStock selectedProducts importsWithErrors } } }`);

/** What waits and what is set up: what the first page begins with. */
export const DASHBOARD = operation(`query Dashboard {
  vendor { dashboard {
    asOf timeZone ordersToFulfill lowStock selectedProducts activeProducts importsWithErrors
    todo { code count } setup { code done }
  } }
}`);

const SALES_FIGURES = `fragment SalesFigures on SalesFigures {
  sales { amount currencyCode } orders cancelled units averageValue { amount currencyCode } refunds { amount currencyCode } fees { amount currencyCode } newCustomers
}
fragment SalesDays on SalesDay { date orders total { amount currencyCode } refunds { amount currencyCode } newCustomers }`;

export const SALES_PERIOD = operation(`query SalesPeriod($days: Int, $from: Date, $to: Date) {
  vendor { dashboard { asOf timeZone period(days: $days, from: $from, to: $to) {
    from to since until beforeFrom beforeTo otherCurrencies
    figures { ...SalesFigures } before { ...SalesFigures } days { ...SalesDays } daysBefore { ...SalesDays }
  } } }
}
${SALES_FIGURES}`);

/** How far visitors came, and what sold best. */
export const SALES_GOODS = operation(`query SalesGoods($days: Int, $from: Date, $to: Date) {
  vendor { dashboard { period(days: $days, from: $from, to: $to) {
    funnel { visits carts checkouts orders paid }
    topProducts(first: 8) { units total { amount currencyCode } product { id title } }
  } } }
}`);

export const EMPTY_SEARCHES = operation(`query EmptySearches($days: Int!) {
  vendor { searchReport(days: $days, emptyOnly: true, first: 8) { nodes { term empty lastSearchedAt } } }
}`);

export const LATEST_ORDERS = operation(`query LatestOrders {
  vendor { orders(first: 6) { nodes { id number status email placedAt total { amount currencyCode } } } }
}`);

/** The ways of paying that orders can be narrowed to. */
export const WAYS_OF_PAYING = operation(`query WaysOfPaying { vendor { paymentMethods { handle title } } }`);

export const ORDERS = operation(`query Orders($first: Int, $after: String, $last: Int, $before: String, $where: OrderWhere) {
  vendor { orders(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { id number status paymentStatus fulfillmentStatus email placedAt total { amount currencyCode } shippingAddress { firstName lastName } }
    pageInfo { ...Page } count { value precision }
  } }
}
${PAGE}`);

export const ORDER_TO_SEE = operation(`query OrderToSee($number: String, $id: ID) {
  vendor { order(number: $number, id: $id) { ...OrderFacts } }
}
${ORDER}`);

export const ORDER_CANCEL = operation(`mutation OrderCancel($id: ID!, $reason: String!) {
  orderCancel(id: $id, reason: $reason) { order { ...OrderFacts } userErrors { code message path } }
}
${ORDER}`);

export const ORDER_MARK_PAID = operation(`mutation OrderMarkPaid($id: ID!, $idempotencyKey: String!) {
  orderMarkPaid(id: $id, idempotencyKey: $idempotencyKey) { order { ...OrderFacts } userErrors { code message path } }
}
${ORDER}`);

/** What a refund would do. */
export const ORDER_REFUND_PREVIEW = operation(`query OrderRefundPreview($input: OrderRefundPreviewInput!) {
  vendor { orderRefundPreview(input: $input) {
    amount { amount currencyCode } feeReversed { amount currencyCode } vendorPays { amount currencyCode }
  } }
}`);

export const ORDER_REFUND = operation(`mutation OrderRefund($input: OrderRefundInput!) {
  orderRefund(input: $input) { order { ...OrderFacts } userErrors { code message path } }
}
${ORDER}`);

export const ORDER_FULFILL = operation(`mutation OrderFulfill($id: ID!, $input: OrderFulfillInput!) {
  orderFulfill(id: $id, input: $input) { order { ...OrderFacts } userErrors { code message path } }
}
${ORDER}`);

export const FULFILLMENT_DELIVER = operation(`mutation FulfillmentDeliver($id: ID!) {
  fulfillmentDeliver(id: $id) { order { ...OrderFacts } userErrors { code message path } }
}
${ORDER}`);

export const FULFILLMENT_UPDATE = operation(`mutation FulfillmentUpdate($id: ID!, $input: FulfillmentTrackingInput!) {
  fulfillmentUpdate(id: $id, input: $input) { order { ...OrderFacts } userErrors { code message path } }
}
${ORDER}`);

export const FULFILLMENT_CANCEL = operation(`mutation FulfillmentCancel($id: ID!) {
  fulfillmentCancel(id: $id) { order { ...OrderFacts } userErrors { code message path } }
}
${ORDER}`);

export const RETURN_APPROVE = operation(`mutation ReturnApprove($id: ID!) {
  orderReturnApprove(id: $id) { order { ...OrderFacts } userErrors { code message path } }
}
${ORDER}`);

export const RETURN_REJECT = operation(`mutation ReturnReject($id: ID!, $answer: String!) {
  orderReturnReject(id: $id, answer: $answer) { order { ...OrderFacts } userErrors { code message path } }
}
${ORDER}`);

export const RETURN_RECEIVE = operation(`mutation ReturnReceive($id: ID!, $again: [OrderLineQuantityInput!]) {
  orderReturnReceive(id: $id, again: $again) { order { ...OrderFacts } userErrors { code message path } }
}
${ORDER}`);

export const RETURN_CANCEL = operation(`mutation ReturnCancel($id: ID!) {
  orderReturnCancel(id: $id) { order { ...OrderFacts } userErrors { code message path } }
}
${ORDER}`);

export const ORDER_NOTE = operation(`mutation OrderNote($id: ID!, $text: String!, $public: Boolean) {
  orderNoteAdd(id: $id, text: $text, public: $public) { order { ...OrderFacts } userErrors { code message path } }
}
${ORDER}`);

export const ORDER_TAGS = operation(`mutation OrderTags($id: ID!, $tags: [String!]!) {
  orderTagsSet(id: $id, tags: $tags) { order { ...OrderFacts } userErrors { code message path } }
}
${ORDER}`);

export const ORDERS_FULFILL = operation(`mutation OrdersFulfill($ids: [ID!]!, $input: OrdersFulfillInput!) {
  ordersFulfill(ids: $ids, input: $input) { results { orderId userErrors { code message path } } userErrors { code message path } }
}`);

export const PASSWORD_RESET = operation(`mutation PasswordReset($input: PasswordResetInput!) {
  passwordReset(input: $input) { email userErrors { code message path } }
}`);
