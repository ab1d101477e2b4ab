// What the record's actions begin with, and which of them are worth a look.

/** By what actions are done to. */
export const NOUNS = ['vendor', 'user', 'staff', 'member', 'invitation', 'role', 'session', 'impersonation', 'key', 'domain', 'catalog', 'product', 'collection', 'category', 'promotion', 'delivery', 'tax', 'policy', 'media', 'search', 'import', 'source', 'upload', 'inventory', 'order', 'fulfillment', 'payment', 'cart', 'customer', 'address', 'export', 'webhook', 'notification', 'alert', 'job', 'mail', 'setting', 'flag', 'backup', 'error', 'privacy'];

// Every page that is opened renews a session, and every shopper fills a cart: by the dozen they hide all else.
const SIGN_INS = ['session.begin', 'session.end', 'session.fail', 'session.reuse', 'session.revoke', 'session.revoke-others', 'session.switch'];
const OFTEN = ['session', 'cart', 'notification'];

/** AuditWhere.action of all that is no routine. */
export const NOTABLE = [...NOUNS.filter((noun) => !OFTEN.includes(noun)), 'demo', ...SIGN_INS];

/** AuditWhere.action of who came in, and of who may. */
export const ACCESS = [...SIGN_INS, 'user', 'staff', 'member', 'invitation', 'role', 'key', 'impersonation'];
