import { USERS } from './admin-queries.js';
import { ask, startConsole } from './console.js';
import { consoleList } from './page.js';

async function load({ page, signal }) {
  const { admin } = await ask(USERS, page, { signal });
  return admin.users;
}

startConsole({ users: () => consoleList({ load, pageSize: 25, counted: 'users.count' }) });
