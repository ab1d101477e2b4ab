// Words with what was searched for in them: x-marks="parts", in turns plain and found, beginning with plain.
import { Alpine } from '/assets/shared/js/deps.js';
import { h } from '/assets/shared/js/dom.js';

export const marked = (parts) => parts.map((part, index) => (index % 2 === 1 ? h('mark', {}, part) : part));

export function defineMarks() {
  Alpine.directive('marks', (element, { expression }, { evaluateLater, effect }) => {
    const read = evaluateLater(expression);
    effect(() => read((parts) => element.replaceChildren(...marked(parts))));
  });
}
