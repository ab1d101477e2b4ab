// <orion-look>: a piece of the shop that wears a theme before the shop does. It stands in a shadow root with the shop's
// own stylesheets, where the console's do not reach; what they say of the whole page they say of this element.
import { h } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';

const SHEETS = ['shared/css/tokens.css', 'shared/css/base.css', 'shared/css/components.css', 'shop/css/shop.css'];
const OWN = `
  :host { display: block; overflow: hidden; border: 1px solid var(--border); border-radius: var(--radius-card); }
  .scene { background: var(--surface); color: var(--text); font: var(--weight) var(--text-m) / var(--leading) var(--font-text); }
  .bar { display: flex; align-items: center; justify-content: space-between; gap: 16px; padding: 12px 20px; border-block-end: 1px solid var(--border); }
  .bar img { max-block-size: 36px; max-inline-size: 180px; inline-size: auto; object-fit: contain; }
  .front { display: grid; background: var(--wash); color: var(--on-wash); }
  .front .words { display: grid; justify-items: start; align-content: end; gap: 20px; padding: 28px 20px; }
  .front h2 { font-size: var(--text-2xl); line-height: 1.1; overflow-wrap: anywhere; }
  .front .picture { min-block-size: 140px; background: var(--surface-sunken) 80% 50% / cover no-repeat; }
  .shelf { display: grid; gap: 16px; padding: 20px; }
  .shelf .row { align-items: center; }
`;

/** A stylesheet of a page, made to fit a shadow root. */
const fitted = (css) => css.replaceAll(':root', ':host');

async function sheetOf(path) {
  const answer = await fetch(`/assets/${path}`);
  if (!answer.ok) throw new Error(`the preview has no ${path}: ${answer.status}`);
  return sheet(fitted(await answer.text()));
}

function sheet(css) {
  const made = new window.CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

export class LookPreview extends HTMLElement {
  #theme = sheet('');

  connectedCallback() {
    if (this.shadowRoot) return;
    this.attachShadow({ mode: 'open' });
    this.toggleAttribute('inert', true); // a picture of a shop, not a shop
    this.#dress();
  }

  async #dress() {
    const sheets = await Promise.all(SHEETS.map(sheetOf));
    this.shadowRoot.adoptedStyleSheets = [...sheets, sheet(OWN), this.#theme];
  }

  /** Puts on a theme's stylesheet, on light or dark pages. */
  wear(css, dark) {
    this.#theme.replaceSync(fitted(css ?? ''));
    this.style.colorScheme = dark ? 'dark' : 'light';
  }

  /** Shows the shop: {name, tagline, logo, hero}. */
  show({ name, tagline, logo, hero }) {
    const mark = logo?.url ? h('img', { src: logo.url, alt: '' }) : h('span', { class: 'wordmark' }, name);
    const picture = h('div', { class: 'picture' });
    if (hero?.url) picture.style.backgroundImage = `url("${hero.url}")`;
    const words = h('div', { class: 'words' }, h('h2', {}, tagline), h('span', { class: 'button primary' }, t('look.sampleDiscover')));
    const shelf = h('div', { class: 'shelf' }, h('h3', {}, t('look.sampleHeading')), h('p', {}, `${t('look.sampleText')} `, h('a', { href: '' }, t('look.sampleLink'))), h('div', { class: 'row gap-2' }, h('span', { class: 'button primary' }, t('look.sampleBuy')), h('span', { class: 'button' }, t('look.sampleOther')), h('span', { class: 'badge info' }, t('look.sampleBadge'))));
    this.shadowRoot.replaceChildren(h('div', { class: 'scene', 'data-area': 'shop' }, h('div', { class: 'bar' }, mark), h('div', { class: 'front' }, words, picture), shelf));
  }
}
