// A collection as the fields of its form, and what changed of it as the graph wants it.
const LETTERS = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#34;': '"', '&#39;': "'", '&nbsp;': ' ' };

/** The words of clean HTML on one line. */
export const plain = (html) => html.replace(/<[^>]+>/g, ' ').replace(/&(?:amp|lt|gt|quot|#34|#39|nbsp);/g, (letter) => LETTERS[letter]).replace(/\s+/g, ' ').trim();

const flat = (text) => text.replace(/\s+/g, ' ').trim();

/** Whether a text is only the beginning of the description, which stands in where nobody has written one. */
const begins = (html, text) => plain(html ?? '').startsWith(flat(text.replace(/…$/, '')));

const WORDS = { title: '', descriptionHtml: '', seoTitle: '', seoDescription: '' };

/** The words of one language, none of them null. */
const wordsOf = (translation) => ({ ...WORDS, ...Object.fromEntries(Object.keys(WORDS).map((name) => [name, translation[name] ?? ''])) });

export function valuesOf(collection) {
  const { title, slug, descriptionHtml, seo, sort, rules, translations } = collection;
  return {
    title,
    slug,
    description: descriptionHtml ?? '',
    seoTitle: seo.title === title ? '' : seo.title,
    seoDescription: begins(descriptionHtml, seo.description) ? '' : seo.description,
    sort,
    any: rules?.any ?? false,
    conditions: (rules?.conditions ?? []).map((condition) => ({ ...condition })),
    others: Object.fromEntries(translations.map((one) => [one.language, wordsOf(one)])),
    mediaId: null, // only a new choice is one
  };
}

export const BLANK = valuesOf({ title: '', slug: '', descriptionHtml: '', seo: { title: '', description: '' }, sort: 'MANUAL', rules: null, translations: [] });

/** The rules of a form as the graph takes them. */
export const rulesOf = ({ any, conditions }) => ({ any, conditions: conditions.map(({ field, op, value }) => ({ field, op, value: value.trim().replace(field === 'PRICE' ? ',' : /$^/, '.') })) });

/** CollectionUpdateInput of those fields that are named; `before` are the words of other languages as they are kept. */
export function inputOf(values, names, before) {
  const has = (...some) => some.some((name) => names.includes(name));
  const input = {};
  for (const name of ['title', 'slug', 'sort']) if (has(name)) input[name] = values[name].trim();
  if (has('description')) input.descriptionHtml = values.description;
  if (has('seoTitle')) input.seo = { title: values.seoTitle.trim() };
  if (has('seoDescription')) input.seo = { ...input.seo, description: values.seoDescription.trim() };
  if (has('any', 'conditions')) input.rules = rulesOf(values);
  if (has('mediaId')) input.mediaId = values.mediaId;
  if (has('others')) input.translations = translationsOf(values.others, before);
  return input;
}

function translationsOf(others, before) {
  const changed = Object.keys(others).filter((language) => JSON.stringify(others[language]) !== JSON.stringify(before[language]));
  return changed.map((language) => ({ language, ...others[language] }));
}

/** What a language starts with that nobody has written in yet. */
export const noWords = () => ({ ...WORDS });

/** The field of the form that a path of the graph means. */
export function fieldOf(path) {
  if (path.includes('conditions') || path.includes('rules')) return 'conditions';
  if (path.includes('seo')) return path.at(-1) === 'title' ? 'seoTitle' : 'seoDescription';
  if (path.includes('translations')) return null;
  return path.at(-1) === 'descriptionHtml' ? 'description' : path.at(-1);
}
