// The first page of a vendor's console: what needs somebody, then figures, a line over time, and tables. Each part is
// asked for by itself, so that none holds up or breaks the others.
import { config, url } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { date, t } from '/assets/shared/js/i18n.js';
import { recall, remember } from '/assets/shared/js/storage.js';
import { lineChart } from './chart.js';
import { ask, startConsole } from './console.js';
import { showCounts } from './counts.js';
import { cards, defineFigures, funnelSteps, noon, parted, ranged, salesLine, salesSentence } from './figures.js';
import { kind, shopUrl, tools } from './page.js';
import { DASHBOARD, EMPTY_SEARCHES, LATEST_ORDERS, SALES_GOODS, SALES_PERIOD } from './queries.js';
import { ONBOARDING } from './settings-queries.js';

// Where what waits is done: [icon, kind, address, parameters]
const WORK = {
  ORDERS_TO_FULFILL: ['truck', 'info', 'orders', { view: 'send' }],
  ORDERS_UNPAID: ['wallet', 'info', 'orders', { view: 'pay' }],
  RETURNS_TO_ANSWER: ['undo-2', 'warning', 'orders', { view: 'returns' }],
  FAILED_IMPORTS: ['circle-alert', 'danger', 'marketplace/imports', {}],
  LOW_STOCK: ['warehouse', 'warning', 'inventory', { view: 'low' }],
  CHANGED_AT_SOURCE: ['refresh-cw', 'info', 'marketplace/changes', {}],
  PRODUCTS_SELECTED: ['list-checks', 'info', 'marketplace/selected', {}],
};

// Where each step of setting up is taken.
const SETUP = { PROFILE: 'settings', IMPORT: 'marketplace/imports', PRODUCT: 'marketplace/browse', DELIVERY: 'settings/delivery', PAYMENT: 'payments/methods', DOMAIN: 'domains' };

// Where each step of the beginning is taken; those without a place are taken by others.
const PLACES = { TERMS: 'settings#terms', LEGAL_IDENTITY: 'settings#legal', PROFILE: 'settings', PRODUCTS: 'marketplace/imports', TWO_FACTOR: 'security' };

const NEEDS = { now: 'STATS_READ', sales: 'STATS_READ', goods: 'STATS_READ', searches: 'CATALOG_READ', latest: 'ORDER_READ' };

const loaders = {
  async now() {
    const { vendor } = await ask(DASHBOARD);
    this.figures = vendor.dashboard;
    showCounts(vendor.dashboard);
  },

  async sales() {
    const { vendor } = await ask(SALES_PERIOD, this.span);
    this.asOf = vendor.dashboard.asOf;
    this.zone = vendor.dashboard.timeZone;
    this.sold = vendor.dashboard.period;
    this.redraw();
  },

  async goods() {
    const { vendor } = await ask(SALES_GOODS, this.span);
    this.top = vendor.dashboard.period.topProducts;
    this.funnel = vendor.dashboard.period.funnel;
  },

  async searches() {
    const { vendor } = await ask(EMPTY_SEARCHES, { days: this.searchDays });
    this.terms = vendor.searchReport.nodes;
  },

  async latest() {
    const { vendor } = await ask(LATEST_ORDERS);
    this.orders = vendor.orders.nodes;
  },

  async beginning() {
    const { vendor } = await ask(ONBOARDING);
    this.beginning = vendor.onboarding.map((step) => ({ ...step, place: PLACES[step.code] ?? '' }));
  },
};

const setup = {
  beginning: [],
  hidden: recall('beginning-hidden', false),
  setupHidden: recall('setup-hidden', false),

  /** What is still to do before the shop sells; goods have a step of their own below. */
  get open() {
    return this.beginning.filter((step) => !step.done && step.code !== 'PRODUCTS' && step.code !== 'PROFILE');
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

  get steps() {
    return (this.figures?.setup ?? []).map((step) => ({ ...step, place: SETUP[step.code] }));
  },

  /** Shown until all is done; who has goods in the shop may put it away. */
  get setupShown() {
    return !this.beginningShown && this.steps.some((step) => !step.done) && (this.fresh || !this.setupHidden); // one list at a time
  },

  get setupText() {
    return t('beginning.done', { count: this.steps.filter((step) => step.done).length, all: this.steps.length });
  },

  hideSetup() {
    this.setupHidden = true;
    remember('setup-hidden', true);
  },

  /** A shop without goods starts with what is to be done first. */
  get fresh() {
    return this.figures?.activeProducts === 0;
  },

  isNext(step) {
    return this.steps.find((one) => !one.done) === step;
  },
};

startConsole(
  {
    dashboard: () =>
      mix(tools, ranged, parted(['now', 'sales', 'goods', 'searches', 'latest', 'beginning']), setup, {
        figures: null,
        asOf: null,
        zone: '',
        sold: null,
        top: [],
        funnel: null,
        terms: [],
        orders: [],
        kind,

        init() {
          this.readRange();
          this.followHistory();
          for (const name of ['now', 'sales', 'goods', 'searches', 'latest', 'beginning']) if (this.seen(name)) this.load(name);
        },

        fetch(name) {
          return loaders[name].call(this);
        },

        seen(name) {
          return !NEEDS[name] || this.can(NEEDS[name]);
        },

        /** Another span: what is of it is asked for anew. */
        changed() {
          for (const name of ['sales', 'goods', 'searches']) if (this.seen(name)) this.load(name);
        },

        get work() {
          const waiting = (this.figures?.todo ?? []).filter(({ count }) => count > 0);
          return waiting.map(({ code, count }) => {
            const [icon, tone, place, params] = WORK[code];
            return { code, count, icon, tone, place, params, text: t(`todo.${code}`, { count }) };
          });
        },

        get calm() {
          return this.figures !== null && this.work.length === 0 && !this.fresh;
        },

        get cards() {
          if (!this.sold) return [];
          const within = { since: this.sold.since, until: this.sold.until };
          const links = this.can('ORDER_READ') ? { sales: url('orders', within), orders: url('orders', within), average: url('orders', within), refunds: url('orders', { view: 'refunded' }) } : {};
          if (this.can('CUSTOMER_READ')) links.customers = url('customers');
          return cards({ ...this.sold, names: ['sales', 'orders', 'average', 'refunds', 'customers'], links, compare: this.compare });
        },

        get spanText() {
          if (!this.sold) return '';
          const [from, to] = [date(noon(this.sold.from)), date(noon(this.sold.to))];
          return this.sold.from === this.sold.to ? t('period.oneDay', { day: from, zone: this.zone }) : t('period.span', { from, to, zone: this.zone });
        },

        get sentence() {
          return this.sold ? salesSentence(this.sold) : '';
        },

        get others() {
          return this.sold?.otherCurrencies.length > 0 ? t('dashboard.otherCurrencies', { currencies: this.sold.otherCurrencies.join(', ') }) : '';
        },

        get drawable() {
          return this.sold !== null && this.sold.days.length > 1;
        },

        async redraw() {
          await this.$nextTick();
          if (!this.drawable || !this.$refs.line) return;
          const data = salesLine(this.sold, this.compare, t('figure.sales'));
          if (this.$refs.line.chart) return this.$refs.line.chart.update(data);
          this.$refs.line.chart = await lineChart(this.$refs.line, data);
        },

        get funnelSteps() {
          return this.funnel ? funnelSteps(this.funnel) : [];
        },

        /** The report of searches knows the last days alone. */
        get searchDays() {
          return this.span.days ?? 30;
        },

        get shop() {
          return shopUrl(config);
        },
      }),
  },
  {},
  defineFigures,
);
