import { startFollowed } from './followed.js';
import { EMAIL_CHANGE } from './account-queries.js';

startFollowed(EMAIL_CHANGE, 'emailChange');
