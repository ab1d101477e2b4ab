import { config } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { date, number, t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { recall, remember } from '/assets/shared/js/storage.js';
import { drawBars } from './bars.js';
import { ask, startConsole } from './console.js';
import { showCounts } from './counts.js';
import { kind, settle, shopUrl, tools } from './page.js';
import { BEGINNINGS, DASHBOARD, LATEST_ORDERS } from './queries.js';
import { sales } from './sales.js';
import { ONBOARDING } from './settings-queries.js';

const DAYS = 30;

// What waits, the most pressing first: [figure of the dashboard, icon, kind, address, parameters]
const WORK = [
  ['ordersToFulfill', 'truck', 'info', 'orders', { view: 'send' }],
  ['importsWithErrors', 'circle-alert', 'danger', 'marketplace/imports', {}],
  ['lowStock', 'warehouse', 'warning', 'inventory', { view: 'low' }],
  ['selectedProducts', 'list-checks', 'info', 'marketplace/selected', {}],
];

// Where each step of the beginning is taken; those without a place are taken by others.
const PLACES = { TERMS: 'settings#terms', LEGAL_IDENTITY: 'settings#legal', PROFILE: 'settings', PRODUCTS: 'marketplace/imports', TWO_FACTOR: 'security' };

startConsole({
  dashboard: () =>
    mix(tools, {
      phase: 'loading',
      failure: null,
      figures: null,
      now: null,
      before: null,
      days: [],
      pointed: null,
      work: [],
      orders: [],
      steps: [],
      beginning: [],
      hidden: recall('beginning-hidden', false),
      kind,

      init() {
        return this.reload();
      },

      reload() {
        return settle(this, () => Promise.all([this.loadFigures(), this.loadOrders(), this.loadSteps(), this.loadBeginning()]));
      },

      async loadFigures() {
        if (!this.can('STATS_READ')) return;
        const { vendor } = await ask(DASHBOARD);
        const all = vendor.dashboard.sales;
        this.figures = vendor.dashboard;
        this.days = all.slice(-DAYS);
        this.now = sales(this.days, config.currency);
        this.before = sales(all.slice(0, -DAYS), config.currency);
        this.work = WORK.filter(([figure]) => vendor.dashboard[figure] > 0).map(([figure, icon, tone, place, params]) => ({ figure, icon, tone, place, params, count: vendor.dashboard[figure], text: t(`work.${figure}`, { count: vendor.dashboard[figure] }) }));
        showCounts(vendor.dashboard);
        this.$nextTick(() => this.$refs.bars && drawBars(this.$refs.bars, this.days.map((day) => Number(day.total.amount)), (index) => (this.pointed = index)));
      },

      async loadOrders() {
        if (!this.can('ORDER_READ')) return;
        const { vendor } = await ask(LATEST_ORDERS);
        this.orders = vendor.orders.nodes;
      },

      async loadSteps() {
        if (!this.can('IMPORT_READ')) return;
        const { vendor } = await ask(BEGINNINGS);
        this.steps = [
          { name: 'import', done: vendor.importJobs.nodes.length > 0, place: 'marketplace/imports' },
          { name: 'select', done: vendor.marketplaceProducts.nodes.length > 0, place: 'marketplace/browse' },
          { name: 'publish', done: (this.figures?.activeProducts ?? 1) > 0, place: 'marketplace/selected' },
        ];
      },

      async loadBeginning() {
        const { vendor } = await ask(ONBOARDING);
        this.beginning = vendor.onboarding.map((step) => ({ ...step, place: PLACES[step.code] ?? '' }));
      },

      /** What is still to do before the shop sells; goods have steps of their own below. */
      get open() {
        return this.beginning.filter((step) => !step.done && !(step.code === 'PRODUCTS' && this.fresh));
      },

      get beginningShown() {
        return this.can('SETTINGS_WRITE') && this.open.length > 0 && !(this.hidden && this.hideable);
      },

      /** Nothing that the platform wants is open: the rest is advice. */
      get hideable() {
        return this.beginning.every((step) => step.done || !step.required);
      },

      get waiting() {
        return this.beginning.some((step) => step.code === 'APPROVAL' && !step.done);
      },

      get doneText() {
        return t('beginning.done', { count: this.beginning.filter((step) => step.done).length, all: this.beginning.length });
      },

      hide() {
        this.hidden = true;
        remember('beginning-hidden', true);
      },

      /** A shop without goods starts with what is to be done first. */
      get fresh() {
        return this.phase === 'ready' && this.figures?.activeProducts === 0;
      },

      isNext(step) {
        return this.steps.find((one) => !one.done) === step;
      },

      get calm() {
        return this.phase === 'ready' && this.figures !== null && this.work.length === 0 && !this.fresh;
      },

      get shop() {
        return shopUrl(config);
      },

      get soldNothing() {
        return this.now?.orders === 0;
      },

      /** The day under the pointer, else the whole period. */
      get caption() {
        const day = this.days[this.pointed];
        if (!day) return this.now ? t('sales.summary', { total: money(this.now.total), count: this.now.orders }) : '';
        return t('sales.day', { date: date(day.date), total: money(day.total), count: day.orders });
      },

      get top() {
        return this.days.length > 0 ? money(sales.most(this.days, config.currency)) : '';
      },

      get marks() {
        return this.days.filter((_, index) => index % 7 === 1).map((day) => date(day.date, 'day'));
      },

      change(now, before) {
        if (!before) return '';
        const share = (now - before) / before;
        return t(share >= 0 ? 'sales.more' : 'sales.less', { share: number(Math.abs(share), { style: 'percent', maximumFractionDigits: 0 }) });
      },
    }),
});
