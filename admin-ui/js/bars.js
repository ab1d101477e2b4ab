// A bar a day, drawn as SVG. The words stand around it in HTML, and a table says the same: the picture itself is hidden
// from assistive technology.
const SVG = 'http://www.w3.org/2000/svg';

function draw(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Fills `svg` with bars for `values`; `onPoint` gets the index under the pointer, or null. */
export function drawBars(svg, values, onPoint) {
  const most = Math.max(...values, 1);
  const step = 1000 / values.length;
  const lines = [0, 50, 100].map((y) => draw('line', { x1: 0, x2: 1000, y1: y, y2: y, class: 'grid' }));
  const bars = values.map((value, index) => {
    const height = (value / most) * 100;
    return draw('rect', { x: index * step + step * 0.15, y: 100 - height, width: step * 0.7, height, class: 'bar' });
  });
  const fields = values.map((_, index) => draw('rect', { x: index * step, y: 0, width: step, height: 100, class: 'field' }));
  fields.forEach((field, index) => field.addEventListener('pointerenter', () => point(index)));
  svg.addEventListener('pointerleave', () => point(null));
  svg.replaceChildren(...lines, ...bars, ...fields);

  function point(index) {
    bars.forEach((bar, at) => bar.classList.toggle('pointed', at === index));
    onPoint(index);
  }
}
