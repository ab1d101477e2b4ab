// How a vendor is paid: payments, the ways of paying, the account that is paid out to.
import { operation } from '/assets/shared/js/api-client.js';

const METHOD = `fragment MethodFacts on VendorPaymentMethod {
  handle provider enabled available title position version
  titles { language text } instructions { language text } bank { holder iban bic bank }
}`;

export const PAYMENTS = operation(`query Payments($first: Int, $after: String, $last: Int, $before: String, $where: PaymentWhere) {
  vendor {
    paymentMethods { handle title }
    payments(first: $first, after: $after, last: $last, before: $before, where: $where) {
      nodes {
        id method status failure paidAt createdAt order { number }
        amount { amount currencyCode } refunded { amount currencyCode } fee { amount currencyCode }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value precision }
    }
  }
}`);

export const PAYMENT_METHODS = operation(`query PaymentMethods { vendor { paymentMethods { ...MethodFacts } } }
${METHOD}`);

export const PAYMENT_METHOD_SET = operation(`mutation PaymentMethodSet($input: PaymentMethodSetInput!) {
  paymentMethodSet(input: $input) { paymentMethod { ...MethodFacts } userErrors { code message path } }
}
${METHOD}`);

const ACCOUNT = `fragment AccountFacts on PaymentAccount {
  accountId live chargesEnabled payoutsEnabled requirementsDueAt disabledReason requirements { field due reason }
}`;

export const PAYMENT_ACCOUNT = operation(`query PaymentAccount { vendor { paymentAccount { ...AccountFacts } } }
${ACCOUNT}`);

export const PAYMENT_ACCOUNT_LINK = operation(`mutation PaymentAccountLink {
  paymentAccountLink { url paymentAccount { ...AccountFacts } userErrors { code message path } }
}
${ACCOUNT}`);

export const LEDGER = operation(`query Ledger($first: Int, $after: String, $last: Int, $before: String, $where: LedgerWhere) {
  vendor {
    ledger(first: $first, after: $after, last: $last, before: $before, where: $where) {
      nodes { id kind account occurredAt amount { amount currencyCode } order { number } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value precision }
    }
  }
}`);

export const LEDGER_BALANCES = operation(`query LedgerBalances { vendor { ledgerBalances { account amount { amount currencyCode } } } }`);
