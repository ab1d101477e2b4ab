// Starts a page: catalogues, then elements, then Alpine. A page module calls start({name: factory}) once.
import { Alpine } from './deps.js';
import { config, url } from './config.js';
import { closeDialog, openDialog } from './dialog.js';
import { elements, icon } from './dom.js';
import { ago, date, loadCatalogues, number, t } from './i18n.js';
import { isZero, money } from './money.js';
import { describe } from './notify.js';
import { registerStores } from './store.js';

const catalogues = loadCatalogues(['/assets/shared/locales/', config.area === 'shop' ? '/assets/shop/locales/' : '/assets/console/locales/']);

// <orion-icon name="…" size="…">: one icon of the sprite.
class Icon extends HTMLElement {
  connectedCallback() {
    this.replaceChildren(icon(this.getAttribute('name'), this.getAttribute('size') ?? ''));
  }

  static observedAttributes = ['name'];

  attributeChangedCallback() {
    if (this.isConnected) this.connectedCallback();
  }
}

/**
 * pages   {name: factory} for x-data="name"
 * shell   the class of <orion-shell> of this area
 * stores  {name: object} beside the shared ones
 * define  called before anything is drawn, for an area's own elements
 */
export async function start({ pages = {}, shell, stores = {}, define = () => {} }) {
  await catalogues;
  titlePage();
  customElements.define('orion-icon', Icon);
  for (const [name, element] of elements) customElements.define(name, element);
  define();
  if (shell) customElements.define('orion-shell', shell);

  Alpine.magic('t', () => t);
  Alpine.magic('money', () => money);
  Alpine.magic('zero', () => isZero);
  Alpine.magic('date', () => date);
  Alpine.magic('ago', () => ago);
  Alpine.magic('num', () => number);
  Alpine.magic('url', () => url);
  Alpine.magic('describe', () => describe);
  Alpine.magic('dialog', () => openDialog);
  Alpine.magic('close', () => closeDialog);
  Alpine.magic('config', () => config);

  registerStores(Alpine, stores);
  for (const [name, factory] of Object.entries(pages)) Alpine.data(name, factory);
  Alpine.start();
  document.documentElement.dataset.ready = '';
}

// The server writes a title where it knows one (products); other pages name theirs by key.
function titlePage() {
  const key = document.documentElement.dataset.title;
  if (key) setTitle(t(key));
}

export function setTitle(text) {
  const place = config.vendor?.name ?? 'Orion';
  document.title = text ? `${text} · ${place}` : place;
}
