// What the lists of the platform console have beside those of the vendors': kept views, chips, filters by vendor.
import { h, icon } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { recall, remember } from '/assets/shared/js/storage.js';
import { USER_BY_EMAIL, VENDOR_BY_SLUG, VENDORS_FOUND } from './admin-queries.js';
import { ask, startConsole } from './console.js';
import { Views } from './views.js';

const SIZES = [25, 50, 100];

/** Rows a page: as somebody last chose. */
export const pageSize = () => (SIZES.includes(recall('rows')) ? recall('rows') : SIZES[0]);

/** A page of nothing: what a filter finds that names somebody unknown. */
export const NOTHING = { nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: false }, count: null };

const vendors = new Map();
const users = new Map();

/** The vendor of a slug, as {id, name, slug}; null where there is none. */
export async function vendorBySlug(slug) {
  if (!vendors.has(slug)) vendors.set(slug, (await ask(VENDOR_BY_SLUG, { slug })).admin.vendor);
  return vendors.get(slug);
}

/** The user of an exact address, as {id, email, name}; null where there is none. */
export async function userByEmail(email) {
  if (!users.has(email)) {
    const { admin } = await ask(USER_BY_EMAIL, { email });
    users.set(email, admin.users.nodes.find((user) => user.email.toLowerCase() === email.toLowerCase()) ?? null);
  }
  return users.get(email);
}

/** For lists with the filter `vendor`, a slug: what <orion-vendor-filter> is drawn with. */
export const vendorFilter = {
  found: [],

  dropFilter(name) {
    return this.setFilter(name, '');
  },

  async findVendors(text) {
    const { admin } = await ask(VENDORS_FOUND, { search: text.trim() || undefined });
    this.found = admin.vendors.nodes;
  },

  /** Takes what stands in the field: a vendor of the list, by slug or name, or nobody. */
  pickVendor(text) {
    const wanted = text.trim().toLowerCase();
    const one = this.found.find(({ slug, name }) => slug === wanted || name.toLowerCase() === wanted);
    const slug = one?.slug ?? wanted;
    if (slug !== this.filters.vendor) this.setFilter('vendor', slug);
  },
};

// <orion-chips>: what narrows the list beside its tabs; the page's data has `chips`: [{name, text}].
class Chips extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const chip = h('button', { type: 'button', class: 'chip', '@click': 'dropFilter(chip.name)', ':aria-label': "$t('list.removeFilter', {name: chip.text})" }, h('span', { 'x-text': 'chip.text' }), icon('x'));
    const each = h('template', { 'x-for': 'chip in chips', ':key': 'chip.name' });
    each.content.append(chip);
    const clear = h('button', { type: 'button', class: 'link small', '@click': 'clearFilters()', 'x-show': 'chips.length > 1' }, t('list.clear'));
    this.append(h('div', { class: 'chips', role: 'group', 'aria-label': t('list.filters'), 'x-show': 'chips.length > 0', 'x-cloak': '' }, each, clear));
  }
}

// <orion-choice name="state" label="key" options="states">: one filter as a select; options is a list [{value, text}].
class Choice extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const name = this.getAttribute('name');
    const option = h('option', { ':value': 'choice.value', ':selected': `filters.${name} === choice.value`, 'x-text': 'choice.text' });
    const each = h('template', { 'x-for': `choice in ${this.getAttribute('options')}`, ':key': 'choice.value' });
    each.content.append(option);
    this.append(h('select', { class: 'input', 'aria-label': t(this.getAttribute('label')), '@change': `setFilter('${name}', $event.target.value)` }, each));
  }
}

// <orion-vendor-filter>: a field that completes vendors.
class VendorFilter extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const option = h('option', { ':value': 'vendor.slug', 'x-text': 'vendor.name' });
    const each = h('template', { 'x-for': 'vendor in found', ':key': 'vendor.id' });
    each.content.append(option);
    const label = t('filter.vendor');
    const input = h('input', {
      class: 'input', list: 'vendors-found', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', maxlength: '60', placeholder: label, 'aria-label': label,
      ':value': 'filters.vendor', '@focus.once': "findVendors('')", '@input.debounce.250ms': 'findVendors($event.target.value)', '@change': 'pickVendor($event.target.value)',
    });
    this.append(h('div', { class: 'vendor-filter', 'x-show': "can('VENDOR_READ')" }, input, h('datalist', { id: 'vendors-found' }, each)));
  }
}

// <orion-page-size>: how many rows a page has.
class PageSize extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const now = pageSize();
    const select = h('select', { class: 'input small', 'aria-label': t('list.pageSize'), onchange: () => choose(Number(select.value)) },
      SIZES.map((size) => h('option', { value: String(size), selected: size === now }, t('list.rows', { count: size }))));
    this.append(h('div', { class: 'page-size', 'x-show': 'rows.length > 0', 'x-cloak': '' }, select));
  }
}

function choose(size) {
  remember('rows', size);
  const address = new URL(location.href);
  for (const place of ['after', 'before']) address.searchParams.delete(place);
  location.assign(address);
}

/** startConsole() for pages of the platform; `define` is for elements of one page. */
export const startPlatform = (pages, define = () => {}) =>
  startConsole(pages, {}, () => {
    define();
    customElements.define('orion-views', Views);
    customElements.define('orion-chips', Chips);
    customElements.define('orion-choice', Choice);
    customElements.define('orion-vendor-filter', VendorFilter);
    customElements.define('orion-page-size', PageSize);
  });
