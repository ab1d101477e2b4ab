// Lines over time, drawn by uPlot, which only pages that call this load. The picture is hidden from assistive
// technology: the legend names the lines, and a table below says the same.
import { loadChart } from '/assets/shared/js/deps.js';
import { h } from '/assets/shared/js/dom.js';
import { date, number, t } from '/assets/shared/js/i18n.js';

const HEIGHT = 200;
const LEAST_SPAN = 600; // seconds: what has just begun is drawn at the end of ten minutes
const WHOLE_STEPS = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

/**
 * Fills `el` with a chart of `series` [{name, values, previous?}] over `labels`, instants or days in ascending order. A value that is
 * null leaves a gap; `previous` are the values of the stretch of time before, drawn thin beside. `title` names the table,
 * `format` writes a value, `when` is a style of date() for the labels. Resolves to {update(data), destroy()}.
 */
export async function lineChart(el, data) {
  const UPlot = await loadChart();
  let plot;
  let now = data;
  const draw = () => {
    plot?.destroy();
    plot = paint(UPlot, el, now);
  };
  const undo = watch(el, draw, () => plot?.setSize({ width: el.clientWidth, height: HEIGHT }));
  draw();
  return {
    update(next) {
      now = { ...now, ...next };
      draw();
    },
    destroy() {
      undo();
      plot?.destroy();
      el.replaceChildren();
    },
  };
}

/** What is drawn with the colours of the page is drawn anew when they change. */
function watch(el, draw, resize) {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const theme = new MutationObserver(draw);
  const size = new ResizeObserver(resize);
  dark.addEventListener('change', draw);
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  size.observe(el);
  return () => {
    dark.removeEventListener('change', draw);
    theme.disconnect();
    size.disconnect();
  };
}

/** Each line of the picture: a series, and behind it what it was before. */
export function lines(series) {
  return series.flatMap(({ name, values, previous }, place) => [
    ...(previous ? [{ name: t('chart.previous', { name }), values: previous, place, before: true }] : []),
    { name, values, place, before: false },
  ]);
}

function paint(UPlot, el, { title, labels, series, format = number, when = 'hour' }) {
  const all = lines(series);
  const legend = all.map((line) => h('span', { class: 'line-key', 'data-place': line.place % 4, 'data-before': line.before }, h('i', { 'aria-hidden': 'true' }), line.name, h('b', { class: 'num' })));
  const moment = h('span', { class: 'muted' });
  const canvas = h('div', { class: 'line-canvas', 'aria-hidden': 'true' });
  const empty = !all.some((line) => line.values.some((value) => value !== null));
  el.replaceChildren(
    h('p', { class: 'line-legend small' }, legend, moment),
    empty ? h('p', { class: 'line-empty muted' }, t('chart.none')) : canvas,
    twin({ title, labels, all, format, when }),
  );
  if (empty) return null;
  const point = (place) => {
    const index = place && Math.min(place, labels.length - 1); // of a single moment there are two places
    moment.textContent = index === null ? '' : date(labels[index], when);
    legend.forEach((key, at) => (key.querySelector('b').textContent = index === null ? '' : said(all[at].values[index], format)));
  };
  return new UPlot(options(el, { all, legend, format, when, point }), columns(labels, all), canvas);
}

/** What is drawn, in seconds and values. A single moment gets one before it: of one alone a day would be drawn. */
function columns(labels, all) {
  const times = labels.map((label) => new Date(label).getTime() / 1000);
  const alone = times.length === 1;
  return [alone ? [times[0] - LEAST_SPAN, ...times] : times, ...all.map(({ values }) => (alone ? [null, ...values] : values))];
}

const said = (value, format) => (value === null || value === undefined ? '–' : format(value));

function options(el, { all, legend, format, when, point }) {
  const style = getComputedStyle(el);
  const quiet = getComputedStyle(el.querySelector('.line-legend .muted')).color;
  const grid = { stroke: style.borderBlockEndColor, width: 1 };
  const font = `12px ${style.fontFamily}`;
  const whole = all.every((line) => line.values.every((value) => value === null || value === undefined || Number.isInteger(value)));
  const axis = { stroke: quiet, font, grid, ticks: { show: false } };
  return {
    width: el.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: { x: { range: (_, first, last) => [Math.min(first, last - LEAST_SPAN), last] }, y: { range: (_, least, most) => [Math.min(0, least), most > 0 ? most * 1.1 : 1] } },
    axes: [
      { ...axis, grid: { show: false }, space: 90, values: (_, splits) => splits.map((second) => date(second * 1000, when)) },
      { ...axis, ...(whole ? { incrs: WHOLE_STEPS } : {}), size: (_, values) => 16 + 7 * Math.max(2, ...(values ?? []).map((text) => text.length)), values: (_, splits) => splits.map((value) => format(value)) },
    ],
    series: [{}, ...all.map((line, at) => stroke(line, getComputedStyle(legend[at].querySelector('i')).color))],
    hooks: { setCursor: [(plot) => point(plot.cursor.idx ?? null)] },
  };
}

/** A line of a moment or two is drawn with its points, or there would be nothing to see. */
function stroke({ name, values, place, before }, color) {
  const dash = before ? [2, 4] : [[], [8, 4], [2, 3], [10, 3, 2, 3]][place % 4];
  return { label: name, stroke: color, width: before ? 1 : 1.75, dash, points: { show: values.filter((value) => value !== null && value !== undefined).length < 3 }, spanGaps: false };
}

/** The table is made when somebody opens it: it may have a row a minute. */
function twin({ title, labels, all, format, when }) {
  const box = h('details', { class: 'twin' }, h('summary', {}, t('chart.table')));
  const fill = () => {
    if (box.querySelector('table')) return;
    box.append(
      h(
        'div',
        { class: 'line-table', tabindex: '0', role: 'region', 'aria-label': title },
        h(
          'table',
          { class: 'table' },
          h('caption', { class: 'visually-hidden' }, title),
          h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('chart.when')), all.map((line) => h('th', { scope: 'col', class: 'end' }, line.name)))),
          h('tbody', {}, labels.map((label, index) => h('tr', {}, h('th', { scope: 'row' }, date(label, when)), all.map((line) => h('td', { class: 'end' }, said(line.values[index], format)))))),
        ),
      ),
    );
  };
  box.addEventListener('toggle', fill);
  return box;
}
