// <orion-rich-text>: a small editor of the HTML that descriptions may have, with its source behind a button. It builds and
// reads elements one by one and never parses a text into the page; the server cleans what is saved once more.
import { h } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';

const KEPT = new Set('P BR HR H3 H4 H5 H6 UL OL LI BLOCKQUOTE STRONG B EM I U S SUB SUP TABLE CAPTION THEAD TBODY TFOOT TR TH TD A'.split(' '));
const DROPPED = new Set('SCRIPT STYLE TEMPLATE IFRAME OBJECT SVG MATH'.split(' '));
const RENAMED = { B: 'strong', I: 'em', DIV: 'p', H1: 'h3', H2: 'h3' };
const VOID = ['br', 'hr'];

// [what the browser calls it, its value, the face of the button, the key of its name]
const TOOLS = [
  ['bold', null, 'B', 'rich.bold'],
  ['italic', null, 'I', 'rich.italic'],
  ['formatBlock', 'h3', 'H', 'rich.heading'],
  ['insertUnorderedList', null, '•', 'rich.list'],
  ['insertOrderedList', null, '1.', 'rich.numbers'],
];

const linkable = (href) => /^(?:https?:|mailto:|\/(?!\/)|#)/i.test(href ?? '');

/** Elements of a piece of HTML, those alone that descriptions may have. */
export function built(html) {
  return rebuilt(new window.DOMParser().parseFromString(html, 'text/html').body);
}

const tagOf = (node) => RENAMED[node.nodeName] ?? (KEPT.has(node.nodeName) ? node.nodeName.toLowerCase() : null);

function rebuilt(parent) {
  return [...parent.childNodes].flatMap((node) => {
    if (node.nodeType === 3) return [node.data];
    if (node.nodeType !== 1 || DROPPED.has(node.nodeName.toUpperCase())) return [];
    const tag = tagOf(node);
    return tag ? [h(tag, linkOf(node), rebuilt(node))] : rebuilt(node);
  });
}

const linkOf = (node) => (node.nodeName === 'A' && linkable(node.getAttribute('href')) ? { href: node.getAttribute('href') } : {});

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The HTML of what stands in an element. */
export function htmlOf(parent) {
  return [...parent.childNodes].map((node) => {
    if (node.nodeType === 3) return escaped(node.data);
    if (node.nodeType !== 1) return '';
    const tag = tagOf(node);
    if (!tag) return htmlOf(node);
    if (VOID.includes(tag)) return `<${tag}>`;
    const { href } = linkOf(node);
    return `<${tag}${href ? ` href="${escaped(href)}"` : ''}>${htmlOf(node)}</${tag}>`;
  }).join('');
}

let count = 0;

/**
 * label, help   keys of texts
 * show(html)    what it holds, from outside; nothing happens where it holds that already
 * lock(on)      whether it can only be read
 * Its event "words" carries the HTML after each change.
 */
export class RichText extends HTMLElement {
  connectedCallback() {
    if (this.area) return;
    const id = `rich-${++count}`;
    this.html = '';
    this.area = h('div', { class: 'rich-area input', contenteditable: 'true', role: 'textbox', 'aria-multiline': 'true', 'aria-labelledby': id, oninput: () => this.changed(htmlOf(this.area)), onpaste: (event) => this.paste(event), onkeydown: (event) => this.key(event) });
    this.source = h('textarea', { class: 'input mono', rows: '12', hidden: true, 'aria-labelledby': id, spellcheck: 'false', oninput: () => this.changed(this.source.value) });
    this.tools = TOOLS.map(([command, value, face, key]) => h('button', { type: 'button', class: `button quiet small tool-${command}`, title: t(key), 'aria-label': t(key), 'aria-pressed': 'false', 'data-face': face, onclick: () => this.perform(command, value) }));
    this.linkTool = h('button', { type: 'button', class: 'button quiet small', onclick: () => this.askLink() }, t('rich.link'));
    this.sourceTool = h('button', { type: 'button', class: 'button quiet small push', 'aria-pressed': 'false', onclick: () => this.flip() }, t('rich.source'));
    this.append(h('p', { class: 'label', id }, t(this.getAttribute('label'))), h('div', { class: 'rich-tools', role: 'toolbar', 'aria-label': t('rich.tools') }, this.tools, this.linkTool, this.sourceTool), this.linkRow(id), this.area, this.source);
    this.onSelection = () => this.press();
    document.addEventListener('selectionchange', this.onSelection);
  }

  disconnectedCallback() {
    document.removeEventListener('selectionchange', this.onSelection);
  }

  show(html) {
    if (html === this.html) return;
    this.html = html;
    this.area.replaceChildren(...built(html));
    this.source.value = html;
  }

  lock(on) {
    this.area.contentEditable = String(!on);
    this.area.setAttribute('aria-readonly', String(on));
    this.source.readOnly = on;
    for (const tool of [...this.tools, this.linkTool]) tool.disabled = on;
  }

  changed(html) {
    this.html = /^(?:<p>)?(?:<br>)?(?:<\/p>)?$/.test(html) ? '' : html;
    this.dispatchEvent(new window.CustomEvent('words', { detail: this.html }));
  }

  perform(command, value) {
    this.area.focus();
    document.execCommand('defaultParagraphSeparator', false, 'p');
    const again = value && document.queryCommandValue(command).toLowerCase() === value;
    document.execCommand(command, false, again ? 'p' : value);
    this.press();
  }

  /** Shows on the buttons what holds where the cursor stands. */
  press() {
    if (!this.area.contains(document.getSelection()?.anchorNode)) return;
    TOOLS.forEach(([command, value], at) => {
      const on = value ? document.queryCommandValue(command).toLowerCase() === value : document.queryCommandState(command);
      this.tools[at].setAttribute('aria-pressed', String(on));
    });
  }

  key(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      this.askLink();
    }
  }

  // Words from elsewhere come without their looks.
  paste(event) {
    event.preventDefault();
    document.execCommand('insertText', false, event.clipboardData.getData('text/plain'));
  }

  linkRow(id) {
    this.address = h('input', { class: 'input', id: `${id}-link`, type: 'text', inputmode: 'url', placeholder: 'https://', onkeydown: (event) => this.linkKey(event) });
    const set = h('button', { type: 'button', class: 'button small', onclick: () => this.setLink() }, t('rich.setLink'));
    this.links = h('div', { class: 'rich-link', hidden: true }, h('label', { for: this.address.id }, t('rich.address')), this.address, set);
    return this.links;
  }

  askLink() {
    const selection = document.getSelection();
    if (!this.area.contains(selection.anchorNode)) return this.area.focus();
    this.range = selection.getRangeAt(0).cloneRange();
    const inside = selection.anchorNode.parentElement.closest('a');
    this.address.value = inside && this.area.contains(inside) ? inside.getAttribute('href') : '';
    this.links.hidden = false;
    this.address.focus();
  }

  linkKey(event) {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    this.setLink();
  }

  /** An empty address takes the link away. */
  setLink() {
    const href = this.address.value.trim();
    if (href && !linkable(href)) return this.address.setAttribute('aria-invalid', 'true');
    this.address.removeAttribute('aria-invalid');
    this.links.hidden = true;
    this.area.focus();
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(this.range);
    if (href) document.execCommand('createLink', false, href);
    else document.execCommand('unlink');
  }

  flip() {
    const open = this.source.hidden;
    this.source.hidden = !open;
    this.area.hidden = open;
    this.sourceTool.setAttribute('aria-pressed', String(open));
    if (open) this.source.value = this.html;
    else this.area.replaceChildren(...built(this.html));
    (open ? this.source : this.area).focus();
  }
}
