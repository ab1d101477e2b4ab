import { startFollowed } from './followed.js';
import { CUSTOMER_VERIFY } from './queries.js';

startFollowed(CUSTOMER_VERIFY, 'customerVerify');
