// Stock of each variant: what is scarce, from where on it counts as scarce, what moved it, and a count by hand.
import { mix } from '/assets/shared/js/dom.js';
import { complain, form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { describe, notify } from '/assets/shared/js/notify.js';
import { STOCK, STOCK_ADJUST, STOCK_MOVEMENTS, THRESHOLDS_SET } from './catalog-queries.js';
import { ask, startConsole } from './console.js';
import { refreshCounts } from './counts.js';
import { consoleList } from './page.js';

const VIEWS = { '': {}, low: { low: true }, out: { availableAtMost: 0 } };

// Why stock is corrected, most often; others are written.
const REASONS = ['count', 'damage', 'delivery', 'return', 'loss'];

async function load({ filters, search, page, signal }) {
  const where = { ...VIEWS[filters.view], sku: search ? { contains: search } : undefined };
  const data = await ask(STOCK, { ...page, where }, { signal });
  return { ...data.vendor.inventoryLevels, partial: Boolean(data.$errors) };
}

const whole = /^\d{1,10}$/;

const counting = form({
  values: { onHand: '', reason: '' },
  rules: {
    onHand(value) {
      if (!whole.test(value.trim())) return t('inventory.wholeNumber');
      return Number(value) < this.level.reserved ? t('inventory.belowReserved', { count: this.level.reserved }) : null;
    },
  },
  fieldOf: (path) => (path.includes('reason') ? 'reason' : 'onHand'),

  async send(values, key) {
    const input = { variantId: this.level.variant.id, setOnHand: Number(values.onHand), reason: values.reason.trim(), idempotencyKey: key };
    const { inventoryAdjust } = await ask(STOCK_ADJUST, { input });
    if (inventoryAdjust.level) this.takeLevel(inventoryAdjust.level);
    return inventoryAdjust.userErrors;
  },

  done() {
    this.reset({ onHand: String(this.level.onHand), reason: '' });
    refreshCounts();
    notify(t('inventory.saved', { title: this.level.variant.product.title, count: this.level.onHand }));
    return this.loadMovements(true);
  },
});

// One variant in a drawer: its numbers, a count, and what moved it.
const looking = {
  level: null,
  movements: [],
  movementsPhase: 'idle',
  movementsFailure: '',
  movementsNext: null,
  reasons: REASONS.map((name) => `stockReason.${name}`),

  /** From the address of a product's page: ?level=<id>. */
  async begun() {
    const id = new URLSearchParams(location.search).get('level');
    if (id) await this.openLevel({ id });
  },

  takeLevel(level) {
    this.level = level;
    this.rows = this.rows.map((row) => (row.id === level.id ? level : row));
  },

  async openLevel(level) {
    this.level = level.variant ? level : null;
    this.movements = [];
    if (this.level) this.reset({ onHand: String(level.onHand), reason: '' });
    this.$refs.panel.showModal();
    await this.loadMovements(true, level.id);
  },

  async loadMovements(anew, id = this.level.id) {
    this.movementsPhase = 'loading';
    try {
      const { node } = await ask(STOCK_MOVEMENTS, { id, after: anew ? null : this.movementsNext });
      if (!node) return (this.movementsPhase = 'missing');
      const { movements, ...level } = node;
      if (!this.level) this.reset({ onHand: String(level.onHand), reason: '' });
      this.takeLevel(level);
      this.movements = anew ? movements.nodes : [...this.movements, ...movements.nodes];
      this.movementsNext = movements.pageInfo.hasNextPage ? movements.pageInfo.endCursor : null;
      this.movementsPhase = 'ready';
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.movementsFailure = describe(error);
      this.movementsPhase = 'error';
    }
  },

  chooseReason(key) {
    this.values.reason = t(key);
    this.touch('reason');
  },

  moved: ({ onHandDelta, reservedDelta }) => onHandDelta || reservedDelta,
};

// From where down stock counts as low: for one variant or for those that are ticked.
const thresholds = {
  threshold: '',
  thresholdError: '',
  thresholdFor: [], // ids of levels

  openThreshold(ids) {
    const chosen = this.rows.filter(({ id }) => ids.includes(id));
    const same = new Set(chosen.map(({ lowStockAt }) => lowStockAt));
    this.threshold = same.size === 1 ? String(chosen[0].lowStockAt ?? '') : '';
    this.thresholdError = '';
    this.thresholdFor = ids;
    this.$refs.threshold.showModal();
    document.getElementById('threshold')?.select();
  },

  get thresholdTitle() {
    const one = this.thresholdFor.length === 1 && this.rows.find(({ id }) => id === this.thresholdFor[0]);
    return one ? one.variant.product.title : t('inventory.count', { count: this.thresholdFor.length });
  },

  async saveThreshold() {
    const text = this.threshold.trim();
    this.thresholdError = text === '' || whole.test(text) ? '' : t('inventory.wholeNumber');
    if (this.thresholdError) return;
    const variantIds = this.rows.filter(({ id }) => this.thresholdFor.includes(id)).map(({ variant }) => variant.id);
    try {
      const { levels, userErrors } = (await ask(THRESHOLDS_SET, { variantIds, lowStockAt: text === '' ? null : Number(text) })).inventoryThresholdsSet;
      if (userErrors.length > 0) return (this.thresholdError = this.sentence(userErrors[0].message));
      const set = new Map(levels.map(({ id, lowStockAt }) => [id, lowStockAt]));
      this.rows = this.rows.map((row) => (set.has(row.id) ? { ...row, lowStockAt: set.get(row.id) } : row));
      this.$refs.threshold.close();
      this.unselect();
      refreshCounts();
      notify(t('inventory.thresholdSaved', { count: levels.length }));
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    }
  },
};

startConsole({
  inventory: () =>
    consoleList({ load, pageSize: 50, counted: 'inventory.count', views: Object.keys(VIEWS), text: (view) => t(`stockView.${view || 'all'}`) }, mix(counting, looking, thresholds), {
      /** Out of stock, low by its own threshold, or neither. */
      tone(level) {
        if (level.available <= 0) return 'danger';
        return level.lowStockAt !== null && level.available <= level.lowStockAt ? 'warning' : '';
      },

      toneText(level) {
        const tone = this.tone(level);
        return tone ? t(tone === 'danger' ? 'inventory.out' : 'inventory.low') : '';
      },
    }),
});
