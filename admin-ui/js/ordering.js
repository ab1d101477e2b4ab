// Rows that are put in order: dragged by a handle, or moved by one with the arrow keys or a button.
import { t } from '/assets/shared/js/i18n.js';
import { announce } from '/assets/shared/js/notify.js';

/** A copy of a list with the entry at `from` standing at `to`. */
export function moved(rows, from, to) {
  const all = [...rows];
  all.splice(to, 0, ...all.splice(from, 1));
  return all;
}

const WAYS = { ArrowUp: -1, ArrowDown: 1 };

/**
 * Joins a page whose rows are under `list`. `place(row, after)` saves that a row stands behind another, or first where
 * after is null, and resolves to whether that went well; what did not goes back to where it was.
 */
export const ordering = (list, place) => ({
  held: null, // the id that is dragged
  placing: false,

  async moveTo(from, to) {
    const before = this[list];
    if (this.placing || to < 0 || to >= before.length || from === to) return;
    this.placing = true;
    this[list] = moved(before, from, to);
    const row = this[list][to];
    try {
      if (await place.call(this, row, this[list][to - 1]?.id ?? null)) announce(t('ordering.moved', { name: row.title, place: to + 1, count: before.length }));
      else this[list] = before;
    } finally {
      this.placing = false;
      this.$nextTick(() => document.querySelector(`[data-move="${row.id}"]`)?.focus());
    }
  },

  moveKey(event, at) {
    const way = WAYS[event.key];
    if (!way) return;
    event.preventDefault();
    return this.moveTo(at, at + way);
  },

  hold(event, id) {
    this.held = id;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', id);
  },

  letDown(at) {
    const from = this[list].findIndex(({ id }) => id === this.held);
    this.held = null;
    if (from >= 0) return this.moveTo(from, at);
  },
});
