// LIST: the address is the state. Filters, order, search and place live in the query string, so Back works, a list can
// be shared, and coming back shows what was there.
import { mix } from './dom.js';
import { t } from './i18n.js';
import { announce } from './notify.js';

/**
 * load      async ({filters, sort, search, page: {first, after} or {last, before}, signal}) => {nodes, pageInfo, count},
 *           or null where what is listed is not there at all
 * filters   {name: default}; [] is a set of values, '' one value, false a switch
 * sorts     allowed orders, the first is the default
 * pageSize  rows a page
 * counted   catalogue key that says how many there are: 'products.count'
 */
export function list({ load, filters = {}, sorts = [''], pageSize = 20, counted = null }) {
  return mix(state(filters, sorts), place(filters, sorts, pageSize), loading(load, pageSize, counted), narrowing(filters, sorts), selection());
}

const blank = (filters) => JSON.parse(JSON.stringify(filters));

function state(filters, sorts) {
  return {
    phase: 'loading', // loading | ready | refreshing | error | forbidden | missing
    rows: [],
    count: null,
    pageInfo: { hasNextPage: false, hasPreviousPage: false },
    failure: null,
    partial: false,
    filters: blank(filters),
    sort: sorts[0],
    search: '',
    after: null,
    before: null,
    updatedAt: null,

    get busy() {
      return this.phase === 'loading' || this.phase === 'refreshing';
    },

    get filtered() {
      return this.search !== '' || JSON.stringify(this.filters) !== JSON.stringify(filters);
    },

    get none() {
      return this.phase === 'ready' && this.rows.length === 0;
    },

    get emptyUnused() {
      return this.none && !this.filtered;
    },

    get emptyFiltered() {
      return this.none && this.filtered;
    },
  };
}

function place(filters, sorts) {
  return {
    init() {
      this.readAddress();
      this.onBack = () => {
        this.readAddress();
        this.reload();
      };
      addEventListener('popstate', this.onBack);
      return this.reload();
    },

    destroy() {
      removeEventListener('popstate', this.onBack);
    },

    readAddress() {
      const query = new URLSearchParams(location.search);
      this.filters = blank(filters);
      for (const [name, initial] of Object.entries(filters)) {
        if (!query.has(name)) continue;
        if (Array.isArray(initial)) this.filters[name] = query.getAll(name);
        else this.filters[name] = typeof initial === 'boolean' ? query.get(name) === '1' : query.get(name);
      }
      this.sort = sorts.includes(query.get('sort')) ? query.get('sort') : sorts[0];
      this.search = query.get('q') ?? '';
      this.after = query.get('after');
      this.before = query.get('before');
    },

    /** The address of this list with something changed: real links for pages and chips. */
    address({ after = null, before = null, sort = this.sort, search = this.search, filters: chosen = this.filters } = {}) {
      const query = new URLSearchParams();
      if (search) query.set('q', search);
      for (const [name, value] of Object.entries(chosen)) {
        if (Array.isArray(value)) value.forEach((one) => query.append(name, one));
        else if (value !== filters[name]) query.set(name, value === true ? '1' : value);
      }
      if (sort !== sorts[0]) query.set('sort', sort);
      if (after) query.set('after', after);
      if (before) query.set('before', before);
      const text = query.toString();
      return location.pathname + (text ? `?${text}` : '');
    },

    get nextAddress() {
      return this.pageInfo.hasNextPage ? this.address({ after: this.pageInfo.endCursor }) : null;
    },

    get previousAddress() {
      return this.pageInfo.hasPreviousPage ? this.address({ before: this.pageInfo.startCursor }) : null;
    },

    /** Follows nextAddress or previousAddress without drawing the page anew. */
    turn(address) {
      history.pushState(null, '', address);
      this.readAddress();
      this.$root.scrollIntoView({ block: 'start' });
      return this.reload();
    },
  };
}

function loading(load, pageSize, counted) {
  let running = null;
  return {
    /** Loads what the address says. Rows stay, dimmed, while it runs, and also when it fails. */
    async reload() {
      running?.abort();
      const mine = (running = new AbortController());
      this.phase = this.rows.length > 0 ? 'refreshing' : 'loading';
      try {
        const page = this.before ? { last: pageSize, before: this.before } : { first: pageSize, after: this.after };
        const found = await load.call(this, { filters: this.filters, sort: this.sort, search: this.search, page, signal: mine.signal });
        if (mine !== running) return;
        if (found) this.show(found);
        else this.phase = 'missing';
      } catch (error) {
        if (mine !== running || error.name === 'AbortError') return;
        this.failure = error;
        this.phase = error.code === 'FORBIDDEN' ? 'forbidden' : 'error';
        if (error.name !== 'ApiError') throw error;
      }
    },

    show(found) {
      this.rows = found.nodes;
      this.pageInfo = found.pageInfo;
      this.count = found.count ?? null;
      this.partial = found.partial ?? false;
      this.failure = null;
      this.updatedAt = new Date();
      this.phase = 'ready';
      this.unselect();
      if (counted && this.count) announce(this.countText);
    },

    /** "42 products", "more than 10,000 products". */
    get countText() {
      if (!counted || !this.count) return '';
      return t(this.count.precision === 'AT_LEAST' ? `${counted}AtLeast` : counted, { count: this.count.value });
    },
  };
}

function narrowing(filters, sorts) {
  return {
    /** Goes to the first page of what filters, order and search say now. */
    apply() {
      const address = this.address();
      this.after = this.before = null;
      if (address !== location.pathname + location.search) history.pushState(null, '', address);
      return this.reload();
    },

    setFilter(name, value) {
      this.filters[name] = value;
      return this.apply();
    },

    toggleFilter(name, value) {
      const chosen = this.filters[name];
      return this.setFilter(name, chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
    },

    clearFilters() {
      this.filters = blank(filters);
      this.search = '';
      return this.apply();
    },

    sortBy(key) {
      this.sort = sorts.includes(key) ? key : sorts[0];
      return this.apply();
    },

    /** For th: sorts by `up`, a second time by `down`. */
    sortColumn(up, down) {
      return this.sortBy(this.sort === up ? down : up);
    },

    ariaSort(up, down) {
      return this.sort === up ? 'ascending' : this.sort === down ? 'descending' : 'none';
    },
  };
}

function selection() {
  let anchor = null;
  return {
    selected: [],

    get allSelected() {
      return this.rows.length > 0 && this.selected.length === this.rows.length;
    },

    get someSelected() {
      return this.selected.length > 0 && !this.allSelected;
    },

    isSelected(id) {
      return this.selected.includes(id);
    },

    /** Shift takes everything from the row clicked last to this one. */
    select(id, event) {
      const ids = this.rows.map((row) => row.id);
      const on = !this.isSelected(id);
      const from = event?.shiftKey && anchor ? ids.indexOf(anchor) : ids.indexOf(id);
      const [low, high] = [from, ids.indexOf(id)].sort((a, b) => a - b);
      const span = ids.slice(low, high + 1);
      this.selected = on ? [...new Set([...this.selected, ...span])] : this.selected.filter((one) => !span.includes(one));
      anchor = id;
    },

    selectAll() {
      this.selected = this.allSelected ? [] : this.rows.map((row) => row.id);
    },

    unselect() {
      this.selected = [];
      anchor = null;
    },
  };
}
