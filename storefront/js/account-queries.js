// What the shop asks of the graph about orders and accounts. A Go test parses each against the schema.
import { operation } from '/assets/shared/js/api-client.js';

const MONEY = `fragment MoneyFields on Money { amount currencyCode }`;

const PICTURE = `fragment PictureFields on MediaFile { url srcset alt width height color }`;

const ORDER = `fragment OrderFields on Order {
  id number token status paymentStatus fulfillmentStatus email placedAt createdAt cancelledAt
  subtotal { ...MoneyFields } discount { ...MoneyFields } shipping { ...MoneyFields } tax { ...MoneyFields } total { ...MoneyFields }
  discounts { title code amount { ...MoneyFields } } taxes { rate tax { ...MoneyFields } }
  taxIncluded deliveryTitle paymentMethod paymentInstructions { text reference bank { holder iban bic bank } }
  shippingAddress { firstName lastName company line1 line2 city postalCode countryCode phone }
  buyerNote
  billingAddress { firstName lastName company line1 line2 city postalCode countryCode phone }
  lines(first: 100) {
    nodes {
      id title sku quantity
      unitPrice { ...MoneyFields }
      total { ...MoneyFields }
      media { ...PictureFields }
      variant { id title product { slug } }
    }
  }
}`;

export const CART_MERGE = operation(
  `mutation CartMerge($cartId: ID) {
    cartMerge(cartId: $cartId) { cart { id totalQuantity } userErrors { code message path } }
  }`,
);

const LIFE = `fragment LifeFields on Order {
  id status
  withdrawal { open until }
  lines(first: 100) { nodes { id title unfulfilledQuantity returnableQuantity } }
  fulfillments { id carrier trackingNumber trackingUrl createdAt deliveredAt cancelledAt lines { quantity orderLine { title } } }
  returns { id status reason answer unsent createdAt lines { quantity orderLine { title } } }
  events { kind occurredAt message }
}`;

export const ORDER_BY_TOKEN = operation(
  `query OrderByToken($token: String!) { shop { order(token: $token) { ...OrderFields } } }
  ${ORDER} ${PICTURE} ${MONEY}`,
);

export const MY_ORDERS = operation(
  `query MyOrders($after: String) {
    viewer {
      email
      customer {
        id firstName lastName
        orders(first: 20, after: $after) {
          nodes {
            id number token status paymentStatus fulfillmentStatus placedAt createdAt
            total { ...MoneyFields }
            lines(first: 4) { nodes { id title quantity media { ...PictureFields } } }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
  ${PICTURE} ${MONEY}`,
);

const ADDRESS = `fragment AddressFields on CustomerAddress {
  id isDefault isDefaultBilling
  address { firstName lastName company line1 line2 city region postalCode countryCode phone }
}`;

const SESSION = `fragment SessionFields on Session { id device address lastUsedAt current }`;

export const CUSTOMER_REGISTER = operation(
  `mutation CustomerRegister($input: CustomerRegisterInput!) { customerRegister(input: $input) { userErrors { code message path } } }`,
);

export const VERIFICATION_RESEND = operation(
  `mutation VerificationResend($input: CustomerVerificationResendInput!) {
    customerVerificationResend(input: $input) { userErrors { code message path } }
  }`,
);

export const CUSTOMER_VERIFY = operation(
  `mutation CustomerVerify($token: String!) { customerVerify(input: {token: $token}) { email userErrors { code message path } } }`,
);

export const EMAIL_CHANGE = operation(
  `mutation EmailChange($token: String!) { emailChange(input: {token: $token}) { email userErrors { code message path } } }`,
);

export const PASSWORD_RESET_REQUEST = operation(
  `mutation PasswordResetRequest($input: PasswordResetRequestInput!) {
    passwordResetRequest(input: $input) { userErrors { code message path } }
  }`,
);

export const PASSWORD_RESET = operation(
  `mutation PasswordReset($input: PasswordResetInput!) { passwordReset(input: $input) { email userErrors { code message path } } }`,
);

export const PROFILE = operation(
  `query Profile {
    viewer {
      email pendingEmail
      customer { id firstName lastName phone language }
      sessions(first: 100) { nodes { ...SessionFields } }
    }
  }
  ${SESSION}`,
);

export const CUSTOMER_UPDATE = operation(
  `mutation CustomerUpdate($input: CustomerUpdateInput!) {
    customerUpdate(input: $input) { customer { id firstName lastName phone language } userErrors { code message path } }
  }`,
);

export const EMAIL_CHANGE_REQUEST = operation(
  `mutation EmailChangeRequest($input: EmailChangeRequestInput!) { emailChangeRequest(input: $input) { userErrors { code message path } } }`,
);

export const PASSWORD_CHANGE = operation(
  `mutation PasswordChange($input: PasswordChangeInput!) { passwordChange(input: $input) { userErrors { code message path } } }`,
);

export const SESSION_REVOKE = operation(
  `mutation SessionRevoke($id: ID!) { sessionRevoke(id: $id) { session { id } userErrors { code message path } } }`,
);

export const SESSIONS_REVOKE_OTHERS = operation(
  `mutation SessionsRevokeOthers { sessionsRevokeOthers { revoked userErrors { code message path } } }`,
);

export const ADDRESSES = operation(`query Addresses { viewer { customer { id addresses { ...AddressFields } } } } ${ADDRESS}`);

export const ADDRESS_CREATE = operation(
  `mutation AddressCreate($input: CustomerAddressInput!) {
    customerAddressCreate(input: $input) { address { id } userErrors { code message path } }
  }`,
);

export const ADDRESS_UPDATE = operation(
  `mutation AddressUpdate($id: ID!, $input: CustomerAddressInput!) {
    customerAddressUpdate(id: $id, input: $input) { address { id } userErrors { code message path } }
  }`,
);

export const ADDRESS_DELETE = operation(
  `mutation AddressDelete($id: ID!) { customerAddressDelete(id: $id) { deletedId userErrors { code message path } } }`,
);

/** What became of an order, beside what it is. */
export const ORDER_LIFE = operation(
  `query OrderLife($token: String!) { shop { order(token: $token) { ...LifeFields } } }
  ${LIFE}`,
);

export const ORDER_RETURN_REQUEST = operation(
  `mutation OrderReturnRequest($token: String!, $input: OrderReturnInput!) {
    orderReturnRequest(token: $token, input: $input) { order { ...LifeFields } userErrors { code message path } }
  }
  ${LIFE}`,
);

export const ORDER_REORDER = operation(
  `mutation OrderReorder($token: String!) { orderReorder(token: $token) { cart { id } warnings { message } userErrors { code message path } } }`,
);

export const ORDER_LOOKUP = operation(
  `mutation OrderLookup($number: String!, $email: String!) { orderLookup(number: $number, email: $email) { userErrors { code message path } } }`,
);

const REQUEST = `fragment PrivacyFields on PrivacyRequest { id kind status createdAt dueAt expiresAt failure byteSize downloadUrl }`;

export const MY_DATA = operation(
  `query MyData { viewer { customer { id } } shop { privacyRequests { ...PrivacyFields } } }
  ${REQUEST}`,
);

export const PRIVACY_EXPORT = operation(`mutation PrivacyExport { privacyExportRequest { userErrors { code message path } } }`);

export const PRIVACY_ERASURE = operation(`mutation PrivacyErasure($password: String!) { privacyErasureRequest(password: $password) { userErrors { code message path } } }`);

export const PRIVACY_CANCEL = operation(`mutation PrivacyCancel($id: ID!) { privacyRequestCancel(id: $id) { userErrors { code message path } } }`);
