// The first page of the platform's console: what needs the staff, then figures by currency, a line over time, and how
// vendors, imports and queues do. Each part is asked for by itself, so that none holds up or breaks the others.
import { url } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { date, t } from '/assets/shared/js/i18n.js';
import { session } from '/assets/shared/js/session.js';
import { NEWEST_VENDORS, PLATFORM_DASHBOARD, PLATFORM_IMPORT_STRIP, PLATFORM_SALES } from './admin-queries.js';
import { lineChart } from './chart.js';
import { ask, startConsole } from './console.js';
import { cards, defineFigures, funnelSteps, noon, parted, ranged, salesLine, salesSentence } from './figures.js';
import { kind, tools } from './page.js';

// Where what needs attention is: [icon, kind, address, parameters]
const ATTENTION = {
  OPEN_ALERTS: ['bell', 'danger', 'notifications', {}],
  PENDING_VENDORS: ['store', 'warning', 'vendors', { view: 'PENDING' }],
  STUCK_IMPORTS: ['clock', 'danger', 'marketplace', { view: 'stuck' }],
  FAILED_IMPORTS: ['circle-alert', 'warning', 'marketplace', { view: 'errors' }],
  FAILED_JOBS: ['circle-x', 'warning', 'monitoring', {}],
};

const NEEDS = { now: 'PLATFORM_READ', sales: 'PLATFORM_READ', imports: 'PLATFORM_READ', newest: 'VENDOR_READ' };
const NAMES = Object.keys(NEEDS);

const loaders = {
  async now() {
    const { admin } = await ask(PLATFORM_DASHBOARD);
    this.state = admin.dashboard;
  },

  async sales() {
    const { admin } = await ask(PLATFORM_SALES, this.span);
    this.asOf = admin.dashboard.asOf;
    this.sold = admin.dashboard.period;
    if (!this.sold.currencies.some(({ currency }) => currency === this.currency)) this.currency = this.sold.currencies[0]?.currency ?? '';
    this.redraw();
  },

  async imports() {
    const { admin } = await ask(PLATFORM_IMPORT_STRIP);
    this.strip = admin.importHealth;
  },

  async newest() {
    const { admin } = await ask(NEWEST_VENDORS);
    this.newest = admin.vendors.nodes;
  },
};

startConsole(
  {
    dashboard: () =>
      mix(tools, ranged, parted(NAMES), {
        state: null,
        asOf: null,
        sold: null,
        currency: '',
        strip: null,
        newest: [],
        kind,

        init() {
          // Who sees no figures begins with the vendors.
          if (session.viewer && !this.can('PLATFORM_READ')) return location.replace(url('vendors'));
          this.readRange();
          this.followHistory();
          for (const name of NAMES) if (this.seen(name)) this.load(name);
        },

        fetch(name) {
          return loaders[name].call(this);
        },

        seen(name) {
          return this.can(NEEDS[name]);
        },

        changed() {
          return this.load('sales');
        },

        get attention() {
          const waiting = (this.state?.attention ?? []).filter(({ count }) => count > 0);
          return waiting.map(({ code, count }) => {
            const [icon, tone, place, params] = ATTENTION[code];
            return { code, count, icon, tone, place, params, text: t(`attention.${code}`, { count }) };
          });
        },

        get calm() {
          return this.state !== null && this.attention.length === 0;
        },

        get currencies() {
          return this.sold?.currencies.map(({ currency }) => currency) ?? [];
        },

        get one() {
          return this.sold?.currencies.find(({ currency }) => currency === this.currency) ?? null;
        },

        showCurrency(currency) {
          this.currency = currency;
          this.redraw();
        },

        get cards() {
          if (!this.one) return [];
          const links = { sales: '#top', orders: '#top', fees: '#top' };
          return cards({ ...this.one, names: ['sales', 'orders', 'fees', 'refunds', 'average'], links, compare: this.compare });
        },

        get nothing() {
          return this.sold !== null && this.sold.currencies.length === 0;
        },

        get spanText() {
          if (!this.sold) return '';
          const [from, to] = [date(noon(this.sold.from)), date(noon(this.sold.to))];
          const zone = t('period.theirs');
          return this.sold.from === this.sold.to ? t('period.oneDay', { day: from, zone }) : t('period.span', { from, to, zone });
        },

        get sentence() {
          return this.one ? salesSentence(this.one) : '';
        },

        get drawable() {
          return this.one !== null && this.one.days.length > 1;
        },

        async redraw() {
          await this.$nextTick();
          if (!this.drawable || !this.$refs.line) return;
          const data = salesLine(this.one, this.compare, t('figure.gmv'));
          if (this.$refs.line.chart) return this.$refs.line.chart.update(data);
          this.$refs.line.chart = await lineChart(this.$refs.line, data);
        },

        get top() {
          return this.one?.topVendors ?? [];
        },

        get funnelSteps() {
          return this.sold ? funnelSteps(this.sold.funnel) : [];
        },
      }),
  },
  {},
  defineFigures,
);
