// Builds elements without ever parsing HTML, so that a page keeps its strict policy.
const SVG = 'http://www.w3.org/2000/svg';

/** h('a', {href, class: 'x'}, 'text', child): attributes that are null, undefined or false are left out. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on') && typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** One icon of the sprite; hidden from assistive technology, because a word always stands beside it or on it. */
export function icon(name, className = '') {
  const use = fill(document.createElementNS(SVG, 'use'), { href: `/assets/lib/icons.svg#${name}` }, []);
  return fill(document.createElementNS(SVG, 'svg'), { class: `icon ${className}`.trim(), 'aria-hidden': 'true' }, [use]);
}

/** {name: class} of the elements that modules bring along. app.js defines them once there are words for them. */
export const elements = new Map();

/** Joins objects into one, getters included (a spread would evaluate them once and lose them). */
export function mix(...parts) {
  const whole = {};
  for (const part of parts) Object.defineProperties(whole, Object.getOwnPropertyDescriptors(part));
  return whole;
}

/** Calls fn once things have been quiet for the given milliseconds. */
export function debounce(fn, wait = 250) {
  let timer;
  return function (...args) {
    clearTimeout(timer);
    timer = setTimeout(() => fn.apply(this, args), wait);
  };
}
