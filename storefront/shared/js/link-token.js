// The one-time token of a link that came by mail. It stands behind the #, which no server and no other site sees.

/** Takes the token out of the address, so that neither history nor a shared screen keeps it; null where there is none. */
export function linkToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) history.replaceState(null, '', location.pathname + location.search);
  return token;
}
