import { PLATFORM_IMPORTS } from './admin-queries.js';
import { ask, startConsole } from './console.js';
import { consoleList, onward } from './page.js';

async function load({ page, signal }) {
  const { admin } = await ask(PLATFORM_IMPORTS, onward(page), { signal });
  return admin.importJobs;
}

startConsole({ imports: () => consoleList({ load, forward: true, pageSize: 25, counted: 'imports.count' }) });
