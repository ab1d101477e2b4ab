// The only place that names third-party browser code. Every address here is in storefront/lib.json, with its hash.
export { default as Alpine } from '/assets/lib/@alpinejs/csp@3.17.4/dist/module.esm.min.js';

/** The charting library, loaded once and only by pages that draw a chart. Resolves to the uPlot constructor. */
let chart;
export function loadChart() {
  chart ??= new Promise((resolve, reject) => {
    const style = Object.assign(document.createElement('link'), {
      rel: 'stylesheet',
      href: '/assets/lib/uplot@1.6.32/dist/uPlot.min.css',
    });
    document.head.append(style);
    loadScript('/assets/lib/uplot@1.6.32/dist/uPlot.iife.min.js').then(() => resolve(window.uPlot), reject);
  });
  return chart;
}

/** What cleans HTML, loaded once and only by pages that show some. Resolves to DOMPurify. */
let purify;
export function loadPurify() {
  purify ??= loadScript('/assets/lib/dompurify@3.4.18/dist/purify.min.js').then(() => window.DOMPurify);
  return purify;
}

function loadScript(src) {
  return new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement('script'), { src, onload: resolve, onerror: () => reject(new Error(`not loaded: ${src}`)) }));
  });
}
