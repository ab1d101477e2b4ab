// How much happened when, as bars of an SVG. Dragging over them picks a stretch of time; a table beside them says the
// same and picks by button, so the picture itself is hidden from assistive technology.
const SVG = 'http://www.w3.org/2000/svg';

function draw(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Fills `svg` with a bar for each count. onPoint gets the index under the pointer or null, onPick the first and last picked. */
export function drawHistogram(svg, counts, { onPoint, onPick }) {
  const most = Math.max(...counts, 1);
  const step = 1000 / counts.length;
  const lines = [0, 50, 100].map((y) => draw('line', { x1: 0, x2: 1000, y1: y, y2: y, class: 'grid' }));
  const bars = counts.map((count, index) => {
    const height = count > 0 ? Math.max(2, (count / most) * 100) : 0;
    return draw('rect', { x: index * step + step * 0.08, y: 100 - height, width: step * 0.84, height, class: 'bar' });
  });
  const band = draw('rect', { x: 0, y: 0, width: 0, height: 100, class: 'band' });
  svg.replaceChildren(...lines, band, ...bars);
  listen(svg, { size: counts.length, step, band, onPick, onPoint: (index) => point(bars, index, onPoint) });
}

function point(bars, index, onPoint) {
  bars.forEach((bar, at) => bar.classList.toggle('pointed', at === index));
  onPoint(index);
}

function listen(svg, { size, step, band, onPoint, onPick }) {
  let from = null;
  const at = (event) => {
    const { left, width } = svg.getBoundingClientRect();
    return Math.min(size - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * size)));
  };
  const mark = (to) => {
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    band.setAttribute('x', low * step);
    band.setAttribute('width', from === null ? 0 : (high - low + 1) * step);
    return [low, high];
  };
  const end = () => {
    from = null;
    band.setAttribute('width', 0);
  };
  // Properties, not listeners: drawing anew replaces them.
  svg.onpointerdown = (event) => {
    if (event.button !== 0) return;
    svg.setPointerCapture(event.pointerId);
    from = at(event);
    mark(from);
  };
  svg.onpointermove = (event) => {
    onPoint(at(event));
    if (from !== null) mark(at(event));
  };
  svg.onpointerup = (event) => {
    if (from === null) return;
    const [low, high] = mark(at(event));
    end();
    onPick(low, high);
  };
  svg.onpointercancel = end;
  svg.onpointerleave = () => from === null && onPoint(null);
}
