import { config } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { number, t } from '/assets/shared/js/i18n.js';
import { lineChart } from './chart.js';
import { ask } from './console.js';
import { settle, tools } from './page.js';
import { startPlatform } from './platform.js';
import { HEALTH_TONES, JOB_TONES, SEVERITIES } from './severity.js';
import { HEALTH, METRICS } from './watch-queries.js';

const HOUR = 3_600_000;
const RANGES = { 1: 'time', 6: 'time', 24: 'hour', 168: 'hour', 720: 'day' };
const SLOW = 10;
const AGAIN = 30_000;

const ms = (seconds) => `${number(seconds * 1000, { maximumFractionDigits: 0 })} ms`;
const whole = (value) => number(value, { maximumFractionDigits: 0 });

// Charts: [ref, names of figures, how a value is written]
const CHARTS = [
  ['latency', ['http.p50', 'http.p95', 'http.p99'], ms],
  ['requests', ['http.requests', 'http.failed'], whole],
  ['database', ['db.busy', 'db.roundTrips'], whole],
];

/** Lines of several figures over all the moments that any of them has; null where one has none. */
function together(lines, nameOf) {
  const moments = [...new Set(lines.flatMap(({ points }) => points.map(({ at }) => at)))].toSorted();
  const series = lines.map((line) => {
    const values = new Map(line.points.map(({ at, value }) => [at, value]));
    return { name: nameOf(line), values: moments.map((at) => values.get(at) ?? null) };
  });
  return { labels: moments, series };
}

/** The routes that are slowest at their worst minute. */
function slowest(lines) {
  const asked = new Map(lines.filter(({ name }) => name === 'http.requests').map(({ label, points }) => [label, points.reduce((sum, { value }) => sum + value, 0)]));
  return lines
    .filter(({ name, label }) => name === 'http.p95' && label !== '')
    .map(({ label, points }) => ({ route: label, worst: Math.max(...points.map(({ value }) => value)), asked: asked.get(label) ?? 0 }))
    .toSorted((a, b) => b.worst - a.worst)
    .slice(0, SLOW);
}

startPlatform({
  monitoring: () =>
    mix(tools, {
      phase: 'loading',
      failure: null,
      health: null,
      queues: [],
      periodic: [],
      open: [],
      slow: [],
      range: '6',
      ranges: Object.keys(RANGES).map((value) => ({ value, text: t(`range.${value}`) })),
      ms,

      async init() {
        await this.reload();
        this.timer = setInterval(() => document.visibilityState === 'visible' && this.refresh(), AGAIN);
      },

      destroy() {
        clearInterval(this.timer);
      },

      reload() {
        return settle(this, async () => {
          await this.load();
          this.$nextTick(() => this.draw());
        });
      },

      /** Takes the figures anew and leaves what is there where that fails: the next time may do. */
      async refresh() {
        try {
          await this.load();
          await this.draw();
        } catch (error) {
          if (error.name !== 'ApiError') throw error;
        }
      },

      async load() {
        const { admin } = await ask(HEALTH);
        this.health = admin.health;
        this.queues = admin.queues;
        this.periodic = admin.periodicJobs;
        this.open = admin.open.nodes;
      },

      async draw() {
        const to = new Date();
        const from = new Date(to - Number(this.range) * HOUR);
        const span = { from: from.toISOString(), to: to.toISOString() };
        const when = RANGES[this.range];
        for (const [ref, names, format] of CHARTS) {
          const { admin } = await ask(METRICS, { names, label: '', ...span });
          await this.chart(ref, together(admin.metrics, ({ name }) => t(`figure.${name}`)), format, when);
        }
        const waiting = await ask(METRICS, { names: ['queue.waiting'], ...span });
        await this.chart('waiting', together(waiting.admin.metrics, ({ label }) => label), whole, when);
        const routes = await ask(METRICS, { names: ['http.requests', 'http.p95'], ...span });
        this.slow = slowest(routes.admin.metrics);
      },

      async chart(ref, data, format, when) {
        const el = this.$refs[ref];
        if (!el) return;
        el.chart?.destroy();
        el.chart = await lineChart(el, { ...data, format, when, title: t(`chart.${ref}`) });
      },

      choose(range) {
        this.range = range;
        return this.draw();
      },

      healthTone: ({ status }) => HEALTH_TONES[status],
      jobTone: (state) => JOB_TONES[state],
      tone: ({ severity }) => SEVERITIES[severity].tone,
      severityIcon: ({ severity }) => SEVERITIES[severity].icon,
      placeOf: ({ place }) => `${config.base}/${place ?? 'notifications'}`,
      every: (seconds) => (seconds >= 86400 ? t('every.day') : t('every.minutes', { count: seconds / 60 })),
    }),
});
