import { startFollowed } from './followed.js';
import { EMAIL_CHANGE } from './queries.js';

startFollowed(EMAIL_CHANGE, 'emailChange');
