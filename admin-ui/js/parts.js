// Pieces that every list of the consoles is drawn with. They stand inside x-data of a list (see list.js of the shared
// modules) and reach its state by name.
import { h, icon } from '/assets/shared/js/dom.js';
import { known, t } from '/assets/shared/js/i18n.js';
import { session } from '/assets/shared/js/session.js';
import { anchor } from '/assets/shared/js/shell.js';
import { config, path, url } from '/assets/shared/js/config.js';

// <orion-trouble needs="TEAM_READ">: why there is nothing, or something old, to see; `needs` is what the page asks for.
class Trouble extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const forbidden = h('div', { class: 'empty', 'x-show': "phase === 'forbidden'", 'x-cloak': '' }, icon('lock', 'large'), h('h2', {}, t('trouble.forbidden')), refusal(this.getAttribute('needs')));
    const retry = h('button', { type: 'button', class: 'button small', '@click': 'reload()' }, icon('refresh-cw'), t('action.retry'));
    const id = h('p', { class: 'request-id', 'x-show': 'failure.requestId', 'x-text': "$t('error.requestId', {id: failure.requestId})" });
    const body = h('div', { class: 'body stack gap-2' }, h('p', { class: 'title' }, t('error.title')), h('p', { 'x-text': '$describe(failure)' }), id, h('p', {}, retry));
    const failed = h('template', { 'x-if': "phase === 'error'" });
    failed.content.append(h('div', { class: 'notice danger', role: 'alert' }, icon('circle-alert'), body));
    this.append(forbidden, failed);
  }
}

// Which permission is missing and who can give it; without a second factor where one is wanted, all of them are.
function refusal(needs) {
  const { required, enabled } = session.viewer?.twoFactor ?? {};
  if (required && !enabled) return [h('p', { class: 'muted' }, t('notes.twoFactor')), h('p', {}, h('a', { class: 'button', href: url('security') }, t('notes.toSecurity')))];
  const named = needs && known(`permission.${needs}`);
  return h('p', { class: 'muted' }, named ? t(config.area === 'admin' ? 'trouble.needsStaff' : 'trouble.needs', { permission: t(`permission.${needs}`) }) : t('error.forbidden'));
}

// <orion-partial>: rows that are there although something beside them is not.
class Partial extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    this.append(h('div', { class: 'notice warning', role: 'status', 'x-show': 'partial', 'x-cloak': '' }, icon('triangle-alert'), h('p', { class: 'body' }, t('trouble.partial'))));
  }
}

let rowMenus = 0;

// <orion-row-menu label="expression">: its buttons and links, behind one button at the end of a row.
class RowMenu extends HTMLElement {
  connectedCallback() {
    if (this.button) return;
    const id = `row-menu-${++rowMenus}`;
    const list = h('div', { id, class: 'menu', popover: true, role: 'group', ':aria-label': this.getAttribute('label') }, [...this.children]);
    this.button = h('button', { type: 'button', class: 'button quiet icon-only small', popovertarget: id, 'aria-haspopup': 'true', ':aria-label': this.getAttribute('label') }, icon('ellipsis'));
    list.addEventListener('toggle', (event) => event.newState === 'open' && anchor(list, this.button));
    list.addEventListener('click', (event) => event.target.closest('a, button') && list.hidePopover());
    this.append(this.button, list);
  }
}

// <orion-pager>: earlier and later pages, as links.
class Pager extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const count = h('p', { class: 'muted small', 'x-text': 'countText' });
    const side = (name, address, ...face) => h('a', { class: 'button small', rel: name, ':href': address, ':aria-disabled': `!${address}`, '@click.prevent': `${address} && turn(${address})` }, face);
    const links = h('nav', { class: 'row gap-2', 'aria-label': t('pager.label'), 'x-show': 'nextAddress || previousAddress' },
      side('prev', 'previousAddress', icon('arrow-left'), h('span', { 'x-text': "lost ? $t('pager.first') : $t('pager.earlier')" })), side('next', 'nextAddress', t('pager.later'), icon('arrow-right')));
    this.append(h('div', { class: 'pager-bar', 'x-show': 'rows.length > 0', 'x-cloak': '' }, count, links));
  }
}

// <orion-tabs>: the views of a list, as links; the page's data has `tabs`: [{value, text}].
class Tabs extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const link = h('a', { ':href': 'viewAddress(tab.value)', ':aria-current': "filters.view === tab.value ? 'true' : null", '@click.prevent': 'turn(viewAddress(tab.value))', 'x-text': 'tab.text' });
    const each = h('template', { 'x-for': 'tab in tabs', ':key': 'tab.value' });
    each.content.append(link);
    this.append(h('nav', { class: 'tabs', 'aria-label': t('list.views') }, each));
  }
}

const GOODS = [['products', 'nav.products'], ['collections', 'nav.collections'], ['categories', 'nav.categories'], ['media', 'nav.media'], ['search', 'nav.searches']];

// <orion-goods-tabs>: the pages about what a shop sells, as tabs.
class GoodsTabs extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const [here] = path().split('/');
    const links = GOODS.map(([page, key]) => h('a', { href: url(page), 'aria-current': page === here ? 'page' : null }, t(key)));
    this.append(h('nav', { class: 'tabs sections', 'aria-label': t('nav.goods') }, links));
    // On a phone the row is longer than the screen.
    const [current] = links.filter((link) => link.hasAttribute('aria-current'));
    requestAnimationFrame(() => current && (current.parentElement.scrollLeft = current.offsetLeft - current.parentElement.offsetLeft - 48));
  }
}

// <orion-search label="key">: the search field of a list; it asks once the hand rests.
class Search extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const label = t(this.getAttribute('label'));
    const input = h('input', { class: 'input', type: 'search', autocomplete: 'off', spellcheck: 'false', maxlength: '100', placeholder: label, 'aria-label': label, 'x-model': 'search', '@input.debounce.300ms': 'apply()', '@keydown.enter.prevent': 'apply()', 'data-search': '' });
    this.append(h('div', { class: 'with-icon' }, icon('search'), input));
  }
}

// <orion-nothing label="key">: nothing fits search and filters.
class Nothing extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const clear = h('button', { type: 'button', class: 'button', '@click': 'clearFilters()' }, t('list.clear'));
    this.append(h('div', { class: 'empty', 'x-show': 'emptyFiltered', 'x-cloak': '' }, icon('search-x', 'large'), h('h2', {}, t(this.getAttribute('label'))), h('p', { class: 'muted' }, t('list.noneText')), h('p', {}, clear)));
  }
}

// <orion-bones>: rows of the true height while the first ones are on their way.
class Bones extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const rows = Array.from({ length: 8 }, () => h('span', { class: 'row-bone' }, h('span', { class: 'bone half' }), h('span', { class: 'bone short' })));
    this.append(h('div', { class: 'bones', 'x-show': "phase === 'loading'", role: 'status' }, h('span', { class: 'visually-hidden' }, t('list.loading')), rows));
  }
}

/** Called by startConsole once the catalogues are there. */
export function defineParts() {
  customElements.define('orion-trouble', Trouble);
  customElements.define('orion-partial', Partial);
  customElements.define('orion-row-menu', RowMenu);
  customElements.define('orion-pager', Pager);
  customElements.define('orion-tabs', Tabs);
  customElements.define('orion-goods-tabs', GoodsTabs);
  customElements.define('orion-search', Search);
  customElements.define('orion-nothing', Nothing);
  customElements.define('orion-bones', Bones);
  addEventListener('keydown', toSearch);
}

// "/" puts the cursor into the search field, unless something is being typed.
function toSearch(event) {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target.closest('input, textarea, select, dialog')) return;
  const field = document.querySelector('[data-search]');
  if (!field) return;
  event.preventDefault();
  field.focus();
}
