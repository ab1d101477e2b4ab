// The way back through a list of the graph that only goes on: what each page before this one came after stands in the
// address, so that a page that is reloaded or sent to somebody knows the page before it.
const LONGEST = 20;

const trail = () => new URLSearchParams(location.search).getAll('past');

const along = (address, past) => past.slice(-LONGEST).reduce((so, after) => `${so}${so.includes('?') ? '&' : '?'}past=${encodeURIComponent(after)}`, address);

/** Takes the place of what list() says of the pages around this one. */
export const onTheTrail = {
  get nextAddress() {
    if (!this.pageInfo.hasNextPage) return null;
    return along(this.address({ after: this.pageInfo.endCursor }), [...trail(), this.after ?? '']);
  },

  get previousAddress() {
    if (!this.after) return null;
    const past = trail();
    return along(this.address({ after: past.at(-1) || null }), past.slice(0, -1));
  },

  /** Whether the page before this one is not known, so that all that is left is the first. */
  get lost() {
    return Boolean(this.after) && trail().length === 0;
  },
};
