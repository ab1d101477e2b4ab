// The vendor's tree of categories: as it is drawn, and each with all above it in its name.

/** Each with `depth`, `sisters` (those at the same place) and `at` among them; the graph sends them in order, each behind the one above it. */
export function rowsOf(categories) {
  const depths = new Map();
  return categories.map((category) => {
    const depth = category.parentId ? (depths.get(category.parentId) ?? -1) + 1 : 0;
    depths.set(category.id, depth);
    const sisters = categories.filter(({ parentId }) => parentId === category.parentId);
    return { ...category, depth, sisters, at: sisters.findIndex(({ id }) => id === category.id) };
  });
}

/** [{value, label}] for a select: "Home › Lamps". */
export function pathsOf(categories) {
  const names = new Map();
  return categories.map(({ id, parentId, title }) => {
    names.set(id, parentId && names.has(parentId) ? `${names.get(parentId)} › ${title}` : title);
    return { value: id, label: names.get(id) };
  });
}

/** The ids of a category and of all below it. */
export function below(categories, id) {
  const all = new Set([id]);
  for (const category of categories) if (all.has(category.parentId)) all.add(category.id);
  return all;
}
