// A bar a day, drawn as SVG. The words stand around it in HTML, and a table says the same: the picture itself is hidden
// from assistive technology.
const SVG = 'http://www.w3.org/2000/svg';

function draw(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/**
 * Fills `svg` with bars of several values, from the foot up: `stacks` is [[value, …], …]; the parts have classes part-0,
 * part-1 and so on. `onPoint` gets the index under the pointer, or null.
 */
export function drawStacks(svg, stacks, onPoint) {
  const most = Math.max(...stacks.map((values) => values.reduce((sum, value) => sum + value, 0)), 1);
  const step = 1000 / stacks.length;
  const lines = [0, 50, 100].map((y) => draw('line', { x1: 0, x2: 1000, y1: y, y2: y, class: 'grid' }));
  const bars = stacks.map((values, index) => {
    let top = 100;
    const parts = values.map((value, part) => {
      const height = (value / most) * 100;
      top -= height;
      return draw('rect', { x: index * step + step * 0.15, y: top, width: step * 0.7, height, class: `part part-${part}` });
    });
    const bar = draw('g', { class: 'stacked' });
    bar.append(...parts);
    return bar;
  });
  const fields = stacks.map((_, index) => draw('rect', { x: index * step, y: 0, width: step, height: 100, class: 'field' }));
  const point = (at) => {
    bars.forEach((bar, index) => bar.classList.toggle('pointed', at === index));
    onPoint(at);
  };
  fields.forEach((field, index) => (field.onpointerenter = () => point(index)));
  svg.onpointerleave = () => point(null);
  svg.replaceChildren(...lines, ...bars, ...fields);
}
