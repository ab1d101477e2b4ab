// Publishes staged products that were chosen by hand. A call takes at most a hundred and does all or none: what stands
// in the way of one is put aside with its reason, and the rest goes again. All that are ready are a task, see task.js.
import { ask } from './console.js';
import { STAGED_PUBLISH } from './marketplace-queries.js';

const PATIENCE = 60000;

/** Publishes up to 100 rows {id, title, problems}; resolves to {published, products, failed: [{id, title, message}]}. */
export async function publishBatch(rows) {
  const failed = rows.filter(isBlocked).map((row) => ({ id: row.id, title: row.title, message: row.problems.find((problem) => problem.blocking).message }));
  let rest = rows.filter((row) => !isBlocked(row));
  while (rest.length > 0) {
    const { products, userErrors } = await send(rest.map((row) => row.id));
    if (userErrors.length === 0) return { published: rest.length, products: distinct(products), failed };
    const mistakes = new Map(userErrors.map((error) => [error.path?.[0] === 'ids' ? Number(error.path[1]) : -1, error.message]));
    const named = rest.filter((_, place) => mistakes.has(place));
    // An error that names none of them is about them all.
    failed.push(...(named.length > 0 ? named : rest).map((row) => ({ id: row.id, title: row.title, message: mistakes.get(rest.indexOf(row)) ?? userErrors[0].message })));
    rest = named.length > 0 ? rest.filter((_, place) => !mistakes.has(place)) : [];
  }
  return { published: 0, products: [], failed };
}

/** Whether something keeps a staged product out of the catalogue. */
export const isBlocked = (row) => row.problems.some((problem) => problem.blocking);

// Variants of one product name it each.
const distinct = (products) => [...new Map(products.map((product) => [product.id, product])).values()];

// Publishing twice is no change, so a call that came too soon may come again.
async function send(ids) {
  for (let attempt = 0; ; attempt++) {
    try {
      return (await ask(STAGED_PUBLISH, { ids }, { timeout: PATIENCE })).marketplaceProductsPublish;
    } catch (error) {
      if (error.code !== 'THROTTLED' || attempt >= 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * (error.retryAfter ?? 2)));
    }
  }
}
