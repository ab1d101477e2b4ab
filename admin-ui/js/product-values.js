// A product as its form holds it, and what of the form the graph is told.
import { cellOf } from './variant-matrix.js';

const BLANK = { title: '', descriptionHtml: '', seoTitle: '', seoDescription: '' };

/** The words of a product by language; the shop's own stand under 'own'. */
function wordsOf(product, languages) {
  const plain = new window.DOMParser().parseFromString(product.descriptionHtml, 'text/html').body.textContent;
  const words = { own: { title: product.title, descriptionHtml: product.descriptionHtml, ...ownSeo(product, plain) } };
  for (const language of languages.slice(1)) {
    const found = product.translations?.find((one) => one.language === language) ?? {};
    words[language] = Object.fromEntries(Object.keys(BLANK).map((name) => [name, found[name] ?? '']));
  }
  return words;
}

// What search engines are shown is made of title and description where nobody wrote it; then nothing is written here.
function ownSeo({ title, seo }, plain) {
  const made = seo.description.replace(/…$/, '').replace(/\s+/g, '');
  return { seoTitle: seo.title === title ? '' : seo.title, seoDescription: made !== '' && plain.replace(/\s+/g, '').startsWith(made) ? '' : seo.description };
}

/** What the form starts with. */
export function valuesOf(product, languages) {
  return {
    words: wordsOf(product, languages),
    slug: product.slug,
    brand: product.brand ?? '',
    productType: product.productType ?? '',
    categoryId: product.category?.id ?? '',
    tags: [...product.tags],
    taxClass: product.taxClass ?? 'STANDARD',
    collectionIds: product.collections.filter(({ kind }) => kind === 'MANUAL').map(({ id }) => id),
    pictures: product.media.map(({ id }) => id),
    options: product.options.map(({ name, values }) => ({ name, values: [...values] })),
    cells: product.variants.nodes.map(cellOf),
  };
}

/** The fields that each of the three mutations saves. */
export const PARTS = {
  product: ['words', 'slug', 'brand', 'productType', 'categoryId', 'tags', 'taxClass', 'collectionIds'],
  pictures: ['pictures'],
  variants: ['options', 'cells'],
};

/** The input of productUpdate for the changed fields; `before` are the values that are saved. */
export function productInput(values, before, changed) {
  const input = {};
  for (const name of changed.filter((one) => PARTS.product.includes(one))) {
    if (name === 'words') Object.assign(input, wordsInput(values.words, before.words));
    else input[name] = typeof values[name] === 'string' ? values[name].trim() : values[name];
  }
  return input;
}

function wordsInput(words, before) {
  const input = {};
  const { seoTitle, seoDescription, ...own } = differing(words.own, before.own);
  Object.assign(input, own);
  if (seoTitle !== undefined || seoDescription !== undefined) input.seo = { title: seoTitle, description: seoDescription };
  const translations = Object.keys(words).filter((language) => language !== 'own')
    .map((language) => ({ language, ...differing(words[language], before[language]) }))
    .filter((one) => Object.keys(one).length > 1);
  if (translations.length > 0) input.translations = translations;
  return input;
}

const differing = (now, before) => Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== before[name]).map(([name, value]) => [name, value.trim()]));

/** Categories as choices, each led by its depth in the tree. */
export function categoryChoices(categories) {
  const depth = new Map();
  return categories.map(({ id, title, parentId }) => {
    depth.set(id, parentId ? (depth.get(parentId) ?? 0) + 1 : 0);
    return { value: id, label: `${'– '.repeat(depth.get(id))}${title}` };
  });
}
