// Views of a list that somebody keeps for themselves: a name and what the address says. They stay in this browser.
import { h, icon } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { notify } from '/assets/shared/js/notify.js';
import { recall, remember } from '/assets/shared/js/storage.js';
import { nameDialog } from './decide.js';

const MOST = 12;

/** Joins a list of the consoles: `name` tells the lists apart in the store. Drawn by <orion-views>. */
export function savedViews(name) {
  const key = `views:${name}`;
  return {
    views: recall(key, []),

    /** What the address says of filters, order and search, without the place in the list. */
    get wish() {
      return this.address().split('?')[1] ?? '';
    },

    /** The kept view that is on the screen. */
    get ownView() {
      return this.views.find((view) => view.query === this.wish) ?? null;
    },

    /** Something is narrowed that is neither a tab nor kept already. */
    get savable() {
      const tab = this.tabs.some(({ value }) => this.wish === (value ? `view=${value}` : ''));
      return !tab && !this.ownView && this.views.length < MOST;
    },

    /** A tab narrows what is on the screen; from a kept view it leads back to all. */
    viewAddress(view) {
      if (this.ownView) return location.pathname + (view ? `?view=${view}` : '');
      return this.address({ filters: { ...this.filters, view } });
    },

    viewHref(view) {
      return `${location.pathname}?${view.query}`;
    },

    keepViews(views) {
      this.views = views;
      remember(key, views.length > 0 ? views : null);
    },

    async saveView() {
      const title = await nameDialog({ title: t('views.save'), label: t('views.name'), action: t('views.save') });
      if (!title) return;
      this.keepViews([...this.views, { name: title, query: this.wish }]);
      notify(t('views.saved', { name: title }));
    },

    async renameView() {
      const view = this.ownView;
      const title = await nameDialog({ title: t('views.rename'), label: t('views.name'), action: t('views.rename'), value: view.name });
      if (title) this.keepViews(this.views.map((one) => (one === view ? { ...one, name: title } : one)));
    },

    async deleteView() {
      const view = this.ownView;
      const agreed = await confirmDialog({ title: t('views.deleteTitle', { name: view.name }), text: t('views.deleteText'), action: t('views.delete'), danger: true });
      if (agreed) this.keepViews(this.views.filter((one) => one !== view));
    },
  };
}

// <orion-views>: the tabs of a list, then the views that somebody kept, then what can be done with them.
export class Views extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const tab = h('a', { ':href': 'viewAddress(tab.value)', ':aria-current': "filters.view === tab.value && !ownView ? 'true' : null", '@click.prevent': 'turn(viewAddress(tab.value))', 'x-text': 'tab.text' });
    const own = h('a', { ':href': 'viewHref(view)', ':aria-current': "ownView === view ? 'true' : null", '@click.prevent': 'turn(viewHref(view))' }, icon('bookmark'), h('span', { 'x-text': 'view.name' }));
    const nav = h('nav', { class: 'tabs', 'aria-label': t('list.views') }, each('tab in tabs', 'tab.value', tab), each('view in views', 'view.query', own));
    const save = h('button', { type: 'button', class: 'button quiet small', 'x-show': 'savable', 'x-cloak': '', '@click': 'saveView()' }, icon('bookmark'), t('views.save'));
    const change = h('div', { class: 'row gap-1', 'x-show': 'ownView', 'x-cloak': '' },
      h('button', { type: 'button', class: 'button quiet small', '@click': 'renameView()' }, icon('pencil'), t('views.rename')),
      h('button', { type: 'button', class: 'button quiet small', '@click': 'deleteView()' }, icon('trash-2'), t('views.delete')));
    this.append(h('div', { class: 'views' }, nav, save, change));
  }
}

function each(expression, key, element) {
  const template = h('template', { 'x-for': expression, ':key': key });
  template.content.append(element);
  return template;
}
