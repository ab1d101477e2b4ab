// Pages that say one thing: what is not there, and what cannot be shown now.
import { startShop } from './shop.js';

// The server tells what never was (404) from what is gone for good (410), by the status of the page itself.
const status = performance.getEntriesByType('navigation')[0]?.responseStatus;

startShop({ missing: () => ({ gone: status === 410 }) });
