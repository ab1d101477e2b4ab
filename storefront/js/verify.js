import { startFollowed } from './followed.js';
import { CUSTOMER_VERIFY } from './account-queries.js';

startFollowed(CUSTOMER_VERIFY, 'customerVerify');
