// Words that a vendor wrote as HTML. The server has cleaned them; DOMPurify cleans them once more, so that nothing that
// runs, looks or loads can come through even if that once failed.
import { Alpine, loadPurify } from '/assets/shared/js/deps.js';

const RULES = {
  ALLOWED_TAGS: 'p br hr h3 h4 h5 h6 ul ol li blockquote strong b em i u s sub sup table caption thead tbody tfoot tr th td a'.split(' '),
  ALLOWED_ATTR: ['href'],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|\/(?!\/)|#)/i,
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

/** Waits for what cleans, so that the words of a page stand in it at once; without it their text does. */
export const ready = () => loadPurify().catch(() => null);

/** The nodes of a piece of HTML, ready to stand in a page. Without its cleaner no more than its text is shown. */
export async function rich(html) {
  const purify = await ready();
  if (!purify) return new DOMParser().parseFromString(html, 'text/html').body.textContent;
  const words = purify.sanitize(html, RULES);
  for (const link of words.querySelectorAll('a')) link.rel = 'nofollow noopener';
  return words;
}

/** Makes x-rich="html" fill an element with the words. */
export function defineRich() {
  ready();
  Alpine.directive('rich', (element, { expression }, { evaluateLater, effect }) => {
    const read = evaluateLater(expression);
    effect(() => read(async (html) => element.replaceChildren(await rich(html ?? ''))));
  });
}
