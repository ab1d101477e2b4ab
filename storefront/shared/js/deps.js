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
    const script = Object.assign(document.createElement('script'), {
      src: '/assets/lib/uplot@1.6.32/dist/uPlot.iife.min.js',
      onload: () => resolve(window.uPlot),
      onerror: () => reject(new Error('chart library not loaded')),
    });
    document.head.append(style, script);
  });
  return chart;
}
