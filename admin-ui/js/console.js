// Starts a page of a console for its signed-in user; without a session the way leads to login and back.
import { gql } from '/assets/shared/js/api-client.js';
import { start } from '/assets/shared/js/app.js';
import { url } from '/assets/shared/js/config.js';
import '/assets/shared/js/fields.js';
import { session } from '/assets/shared/js/session.js';
import { defineParts } from './parts.js';
import { ConsoleShell } from './shell.js';

/** `define` is called with the console's own elements, for those of some pages alone. */
export async function startConsole(pages, stores = {}, define = () => {}) {
  try {
    if (!session.token) await session.refresh();
  } catch (error) {
    if (error.code === 'UNAUTHENTICATED') return toLogin();
    // The page says what is wrong where it loads; the session may come back.
  }
  const parts = () => {
    defineParts();
    define();
  };
  return start({ pages, shell: ConsoleShell, stores, define: parts });
}

/** gql() for consoles: a session that is over leads to login and back to this very view. */
export async function ask(op, variables = {}, options = {}) {
  try {
    return await gql(op, variables, options);
  } catch (error) {
    if (error.code === 'UNAUTHENTICATED') toLogin();
    throw error;
  }
}

export function toLogin() {
  location.replace(url('login', { back: location.pathname + location.search }));
}
