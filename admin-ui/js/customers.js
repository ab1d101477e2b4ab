import { languageName } from '/assets/shared/js/i18n.js';
import { ask, startConsole } from './console.js';
import { consoleList } from './page.js';
import { CUSTOMERS } from './settings-queries.js';

async function load({ page, signal }) {
  const data = await ask(CUSTOMERS, page, { signal });
  return { ...data.vendor.customers, partial: Boolean(data.$errors) };
}

startConsole({
  customers: () =>
    consoleList({ load, pageSize: 25, counted: 'customers.count' }, {
      nameOf: (row) => [row.firstName, row.lastName].filter(Boolean).join(' '),
      language: (row) => languageName(row.language),
    }),
});
