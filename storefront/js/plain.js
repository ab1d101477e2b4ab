// Pages that only say something: not found, not available.
import { startShop } from './shop.js';

startShop({});
