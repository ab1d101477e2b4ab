// Runs all journeys in one browser, some at a time: node run.mjs, with ORION_E2E_URL, ORION_E2E_PASSWORD and CHROMIUM.
import { after, before, describe } from 'node:test';
import { adminJourneys } from './admin.mjs';
import { besideJourneys } from './beside.mjs';
import { budgetJourneys } from './budget.mjs';
import { cardJourneys } from './card.mjs';
import { libraryJourneys } from './library.mjs';
import { catalogJourneys } from './catalog.mjs';
import { lookJourneys } from './look.mjs';
import { marketplaceJourneys } from './marketplace.mjs';
import { shopJourneys } from './shop.mjs';
import { staticJourneys } from './static.mjs';
import { vendorJourneys } from './vendor.mjs';
import { launch, quit } from './watch.mjs';

describe('journeys', { concurrency: 3 }, () => {
  before(launch);
  after(quit);

  shopJourneys();
  cardJourneys();
  budgetJourneys();
  staticJourneys();
  vendorJourneys();
  libraryJourneys();
  catalogJourneys();
  marketplaceJourneys();
  lookJourneys();
  adminJourneys();
  besideJourneys();
});
