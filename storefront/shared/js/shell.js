// What shop and console shells share: skip link, live regions, language and theme menus, the offline notice.
// An area's own shell extends Shell and draws header() and footer() around the page's <main>.
import { config } from './config.js';
import { h, icon } from './dom.js';
import { chooseLocale, languageName, locale, t } from './i18n.js';

export class Shell extends HTMLElement {
  connectedCallback() {
    if (this.drawn) return;
    this.drawn = true;
    const main = this.querySelector('main');
    main.id ||= 'content';
    main.tabIndex = -1;
    this.prepend(h('a', { class: 'skip-link', href: `#${main.id}` }, t('shell.skip')), offline(), ...[this.header()].flat());
    this.append(...[this.footer()].flat());
  }

  header() {
    return [];
  }

  footer() {
    return [];
  }
}

function offline() {
  const text = h('p', { class: 'body' }, t('error.offline'));
  return h('div', { 'x-data': '', 'x-show': '!$store.net.online', 'x-cloak': '', role: 'status' }, h('div', { class: 'notice warning' }, icon('wifi-off'), text));
}

let menus = 0;

/** A button that opens a small menu; native popover, placed under the button. Items: {label, href or run, current}. */
export function menu(label, face, items, className = 'button quiet') {
  const id = `menu-${++menus}`;
  const button = h('button', { type: 'button', class: className, popovertarget: id, 'aria-haspopup': 'true' }, h('span', { class: 'visually-hidden' }, label), face);
  const list = h('div', { id, class: 'menu', popover: true, role: 'group', 'aria-label': label }, items.map(menuItem));
  list.addEventListener('toggle', (event) => event.newState === 'open' && anchor(list, button));
  list.addEventListener('click', (event) => event.target.closest('a, button') && list.hidePopover());
  return [button, list];
}

function menuItem({ label, href, run, current, name }) {
  const children = [name ? icon(name) : null, h('span', {}, label)];
  if (href) return h('a', { href, 'aria-current': current ? 'true' : null }, children);
  return h('button', { type: 'button', 'aria-pressed': current === undefined ? null : String(current), onclick: run }, children, current && icon('check', 'push'));
}

/** Places an open menu at its button. */
export function anchor(list, button) {
  const at = button.getBoundingClientRect();
  const left = Math.min(at.left, document.documentElement.clientWidth - list.offsetWidth - 8);
  const above = at.bottom + list.offsetHeight + 8 > innerHeight;
  list.style.insetInlineStart = `${Math.max(8, left + scrollX)}px`;
  list.style.insetBlockStart = `${(above ? at.top - list.offsetHeight - 4 : at.bottom + 4) + scrollY}px`;
}

/** The languages of this shop or console; null where there is only one. */
export function languageMenu() {
  if (config.locales.length < 2) return null;
  const items = config.locales.map((code) => ({ label: languageName(code), run: () => chooseLocale(code), current: code === locale }));
  return menu(t('shell.language'), [icon('globe'), h('span', { class: 'code' }, locale.toUpperCase())], items);
}

/** Light, dark or as the system has it. */
export function themeMenu() {
  const now = document.documentElement.dataset.theme ?? 'system';
  const faces = { light: 'sun', dark: 'moon', system: 'monitor' };
  const items = ['light', 'dark', 'system'].map((theme) => ({
    label: t(`theme.${theme}`),
    name: faces[theme],
    run: () => chooseTheme(theme),
    current: theme === now ? true : undefined,
  }));
  return menu(t('shell.theme'), icon('sun-moon'), items, 'button quiet icon-only');
}

function chooseTheme(theme) {
  const root = document.documentElement;
  if (theme === 'system') {
    localStorage.removeItem('orion-theme');
    delete root.dataset.theme;
  } else {
    localStorage.setItem('orion-theme', theme);
    root.dataset.theme = theme;
  }
}
