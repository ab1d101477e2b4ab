// The errors of the program, each once for all the times that it happened.
import { t } from '/assets/shared/js/i18n.js';
import { ask } from './console.js';
import { consoleList } from './page.js';
import { pageSize, startPlatform } from './platform.js';
import { ERROR_RESOLVE, ERRORS } from './watch-queries.js';

// The views: what is open comes first.
const VIEWS = { '': false, resolved: true };

async function load({ filters, page, signal }) {
  const where = { resolved: VIEWS[filters.view], search: filters.search || undefined };
  return (await ask(ERRORS, { ...page, where }, { signal })).admin.errors;
}

startPlatform({
  errors: () =>
    consoleList({ load, filters: { search: '' }, pageSize: pageSize(), counted: 'errors.count', views: Object.keys(VIEWS), text: (view) => t(`errorView.${view || 'open'}`) }, {
      chosen: null,

      /** Shows all that is known of an error. */
      inspect(row) {
        this.chosen = row;
        this.$dialog('error');
      },

      get facts() {
        const { chosen: row } = this;
        if (!row) return [];
        const facts = { source: row.source, operation: row.operation, version: row.version, request: row.requestId, vendor: row.vendor?.name };
        return Object.entries(facts).filter(([, value]) => value).map(([name, value]) => ({ name, label: t(`errorFact.${name}`), value }));
      },

      resolve({ id }) {
        return this.run(async () => (await ask(ERROR_RESOLVE, { id })).errorResolve.userErrors, t('errors.resolved'));
      },
    }),
});
