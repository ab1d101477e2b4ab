// A mail as it will look, beside the words that it is written in.
import { debounce, h } from '/assets/shared/js/dom.js';
import { sentence } from '/assets/shared/js/i18n.js';
import { describe } from '/assets/shared/js/notify.js';
import { ask } from './console.js';
import { MAIL_PREVIEW } from './mail-queries.js';

const PAUSE = 400; // milliseconds after the last key

const KEPT = new Set('BODY TABLE THEAD TBODY TR TD TH DIV P BR SPAN STRONG EM A IMG UL OL LI H1 H2 H3'.split(' '));
const DROPPED = new Set('STYLE SCRIPT TITLE TEMPLATE IFRAME OBJECT SVG MATH'.split(' '));
const PASSED = ['align', 'alt', 'border', 'cellpadding', 'cellspacing', 'colspan', 'height', 'role', 'src', 'valign', 'width'];

/**
 * The elements of a mail, whose styles stand in their attributes. The policy of the page forbids those, even in a frame
 * and where a text is only read; each is given its style by script instead. Links lead nowhere.
 */
function drawn(html) {
  const quiet = html.replaceAll(/<style>[^]*?<\/style>/g, '').replaceAll(' style="', ' data-style="');
  return rebuilt(new window.DOMParser().parseFromString(quiet, 'text/html').body);
}

function rebuilt(node) {
  if (node.nodeType === 3) return [node.data];
  if (node.nodeType !== 1 || DROPPED.has(node.nodeName.toUpperCase())) return [];
  const inside = [...node.childNodes].flatMap(rebuilt);
  if (!KEPT.has(node.nodeName)) return inside;
  const attributes = Object.fromEntries(PASSED.map((name) => [name, node.getAttribute(name)]));
  const element = h(node.nodeName === 'BODY' ? 'div' : node.nodeName.toLowerCase(), attributes, inside);
  element.style.cssText = node.dataset.style ?? '';
  return [element];
}

// <orion-letter>: show(html) draws a mail, apart from the styles of the page.
export class Letter extends HTMLElement {
  show(html) {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    root.replaceChildren(...drawn(html));
  }
}

/** Joins the editor: what the words that are written make of a mail. */
export const preview = {
  letter: null,
  complaint: '', // why there is none of these words
  width: 'wide', // wide, narrow, text
  orders: [],
  orderId: '', // '' for an invented one
  looking: null, // what ends the look that is on its way

  begin() {
    this.$watch('values', debounce(() => this.look(), PAUSE));
    return this.look();
  },

  setOrder(id) {
    this.orderId = id;
    return this.look();
  },

  async look() {
    this.looking?.abort();
    const mine = (this.looking = new AbortController());
    const { kind, language } = this.template;
    try {
      const { vendor, $errors } = await ask(MAIL_PREVIEW, { kind, language, words: this.values, orderId: this.orderId || undefined }, { signal: mine.signal });
      this.letter = vendor.mailTemplatePreview ?? this.letter;
      this.complaint = $errors ? sentence($errors[0].message) : '';
    } catch (error) {
      if (error.name === 'AbortError') return;
      this.complaint = describe(error);
      if (error.name !== 'ApiError') throw error;
    }
  },
};
