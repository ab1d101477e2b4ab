import { form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { refreshCounts } from './counts.js';
import { consoleList } from './page.js';
import { ADJUST, LEVELS, MOVEMENTS } from './queries.js';

// A view is a number of pieces that are left at most.
const VIEWS = { '': undefined, low: 3, out: 0 };

async function load({ filters, search, page, signal }) {
  const where = { availableAtMost: VIEWS[filters.view], sku: search ? { contains: search } : undefined };
  const { vendor } = await ask(LEVELS, { ...page, where }, { signal });
  return vendor.inventoryLevels;
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
    const { inventoryAdjust } = await ask(ADJUST, { input });
    if (inventoryAdjust.level) this.rows = this.rows.map((row) => (row.id === inventoryAdjust.level.id ? inventoryAdjust.level : row));
    return inventoryAdjust.userErrors;
  },

  done() {
    this.$refs.panel.close();
    refreshCounts();
    notify(t('inventory.saved', { title: this.level.variant.product.title, count: Number(this.values.onHand) }));
  },
});

startConsole({
  inventory: () =>
    consoleList({ load, pageSize: 50, counted: 'inventory.count', views: Object.keys(VIEWS), text: (view) => t(`stockView.${view || 'all'}`) }, counting, {
      level: null,
      movements: null,

      tone(level) {
        return level.available <= 0 ? 'danger' : level.available <= 3 ? 'warning' : '';
      },

      open(level) {
        this.level = level;
        this.movements = null;
        this.reset({ onHand: String(level.onHand), reason: '' });
        this.$refs.panel.showModal();
        document.getElementById('field-onHand')?.select();
        return this.loadMovements(level.id);
      },

      async loadMovements(id) {
        const data = await ask(MOVEMENTS, { id }).catch(() => null); // counting goes on without its history
        if (this.level.id === id) this.movements = data?.node?.movements.nodes ?? [];
      },
    }),
});
