// Words that a vendor wrote as HTML. The server has cleaned them; here only what is listed is built anew, element by
// element, so that nothing that runs, looks or loads can come through even if that once failed.
import { Alpine } from '/assets/shared/js/deps.js';
import { h } from '/assets/shared/js/dom.js';

const ALLOWED = new Set('P BR HR H3 H4 H5 H6 UL OL LI BLOCKQUOTE STRONG B EM I U S SUB SUP TABLE CAPTION THEAD TBODY TFOOT TR TH TD A'.split(' '));
const DROPPED = new Set('SCRIPT STYLE TEMPLATE IFRAME OBJECT SVG MATH'.split(' '));

/** The nodes of a piece of HTML, ready to stand in a page. */
export function rich(html) {
  return safe(new DOMParser().parseFromString(html, 'text/html').body);
}

function safe(parent) {
  return Array.from(parent.childNodes).flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node.data];
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.nodeName.toUpperCase())) return [];
    if (!ALLOWED.has(node.nodeName)) return safe(node);
    return [h(node.nodeName, node.nodeName === 'A' ? link(node) : {}, safe(node))];
  });
}

function link(node) {
  const plain = /^(?:https?:|mailto:|\/(?!\/)|#)/i.test(node.getAttribute('href') ?? '');
  return plain ? { href: node.getAttribute('href'), rel: 'nofollow noopener' } : {};
}

/** Makes x-rich="html" fill an element with the words. */
export function defineRich() {
  Alpine.directive('rich', (element, { expression }, { evaluateLater, effect }) => {
    const read = evaluateLater(expression);
    effect(() => read((html) => element.replaceChildren(...rich(html ?? ''))));
  });
}
