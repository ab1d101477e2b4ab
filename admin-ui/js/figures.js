// What both dashboards are made of: parts that load and fail each by itself, figures beside those of the days before,
// and the words of both. The arithmetic is in spans.js.
import { h, icon } from '/assets/shared/js/dom.js';
import { date, number, t } from '/assets/shared/js/i18n.js';
import { money } from '/assets/shared/js/money.js';
import { differs, noon, shares, spark } from './spans.js';

export { noon, ranged } from './spans.js';

/** Parts by name: {phase: 'loading' | 'ready' | 'refreshing' | 'error', failure}. load(name) runs the page's loaders[name]. */
export const parted = (names) => ({
  parts: Object.fromEntries(names.map((name) => [name, { phase: 'loading', failure: null }])),

  async load(name) {
    const part = this.parts[name];
    part.phase = part.phase === 'ready' ? 'refreshing' : 'loading';
    try {
      await this.fetch(name);
      part.failure = null;
      part.phase = 'ready';
    } catch (error) {
      part.failure = error;
      part.phase = 'error';
      if (error.name !== 'ApiError') throw error;
    }
  },

  waits(name) {
    return this.parts[name].phase === 'loading';
  },

  broken(name) {
    return this.parts[name].phase === 'error';
  },
});

/** How a figure differs from that of the days before: {text, icon, tone}. `good` is whether more is better. */
export function change(now, before, days, good = true) {
  const { words, share, icon, tone } = differs(now, before, good);
  return { text: t(`change.${words}`, { count: days, share: number(share, { style: 'percent', maximumFractionDigits: 0 }) }), icon, tone };
}

const amount = (value) => Number(value?.amount ?? 0);

/** The figures of sales as cards: `links` says where the rows of each are. */
export function cards({ figures, before, days, names, links, compare }) {
  const makers = {
    sales: { value: money(figures.sales), now: amount(figures.sales), before: amount(before.sales), line: days.map((day) => amount(day.total)) },
    orders: { value: number(figures.orders), now: figures.orders, before: before.orders, line: days.map((day) => day.orders) },
    average: { value: figures.averageValue ? money(figures.averageValue) : '–', now: amount(figures.averageValue), before: amount(before.averageValue), line: [] },
    refunds: { value: money(figures.refunds), now: amount(figures.refunds), before: amount(before.refunds), line: days.map((day) => amount(day.refunds)), good: false },
    fees: { value: money(figures.fees), now: amount(figures.fees), before: amount(before.fees), line: [] },
    customers: { value: number(figures.newCustomers), now: figures.newCustomers, before: before.newCustomers, line: days.map((day) => day.newCustomers) },
  };
  return names.map((name) => {
    const one = makers[name];
    const beside = compare ? change(one.now, one.before, days.length, one.good) : { text: '', icon: 'minus', tone: '' };
    return { name, label: t(`figure.${name}`), value: one.value, href: links[name] ?? '', points: spark(one.line), ...beside };
  });
}

/** What lineChart() draws of sales a day. */
export const salesLine = ({ days, daysBefore }, compare, name) => ({
  title: name,
  labels: days.map((day) => noon(day.date)),
  series: [{ name, values: days.map((day) => amount(day.total)), ...(compare ? { previous: daysBefore.map((day) => amount(day.total)) } : {}) }],
  format: (value) => money({ amount: String(value), currencyCode: days[0].total.currencyCode }),
  when: 'day',
});

/** The chart in a sentence. */
export function salesSentence({ figures, days }) {
  if (figures.orders === 0) return t('salesLine.none');
  const best = days.reduce((most, day) => (amount(day.total) > amount(most.total) ? day : most));
  return t('salesLine.summary', { count: figures.orders, total: money(figures.sales), day: date(noon(best.date), 'day'), best: money(best.total) });
}

/** How far visitors came, as bars: {name, label, count, share, width}. */
export const funnelSteps = (funnel) =>
  shares(funnel).map(({ name, count, of, width }) => ({
    name,
    label: t(`funnel.${name}`),
    count: number(count),
    share: of === null ? '' : t('funnel.share', { share: number(of, { style: 'percent', maximumFractionDigits: 1 }) }),
    width: { inlineSize: `${width * 100}%` },
  }));

// <orion-failed part="sales">: that a part of the page could not be loaded, with a way to try again.
class Failed extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const part = this.getAttribute('part');
    const failure = `parts.${part}.failure`;
    const retry = h('button', { type: 'button', class: 'button small', '@click': `load('${part}')` }, icon('refresh-cw'), t('action.retry'));
    const id = h('p', { class: 'request-id', 'x-show': `${failure}.requestId`, 'x-text': `$t('error.requestId', {id: ${failure}.requestId})` });
    const body = h('div', { class: 'body stack gap-2' }, h('p', { class: 'title' }, t('dashboard.partFailed')), h('p', { 'x-text': `$describe(${failure})` }), id, h('p', {}, retry));
    const failed = h('template', { 'x-if': `broken('${part}')` });
    failed.content.append(h('div', { class: 'notice danger', role: 'alert' }, icon('circle-alert'), body));
    this.append(failed);
  }
}

// <orion-range>: the choice of the span of days, and whether they are beside those before.
class Range extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const choice = h('template', { 'x-for': 'one in periods', ':key': 'one' });
    choice.content.append(h('button', { type: 'button', class: 'button small', ':aria-pressed': 'period === one', '@click': 'setPeriod(one)', 'x-text': "$t('period.' + one)" }));
    const days = h(
      'span',
      { class: 'row gap-2', 'x-show': "period === 'custom'", 'x-cloak': '' },
      ['from', 'to'].map((name) => h('label', { class: 'row gap-2 small' }, h('span', { class: 'muted' }, t(`period.${name}`)), h('input', { class: 'input', type: 'date', ':value': name, '@change': `setDay('${name}', $event.target.value)` }))),
    );
    const beside = h('label', { class: 'check small' }, h('input', { type: 'checkbox', ':checked': 'compare', '@change': 'setCompare($event.target.checked)' }), h('span', {}, t('period.compare')));
    this.append(h('div', { class: 'range-bar', role: 'group', 'aria-label': t('period.label') }, h('span', { class: 'pressed-row' }, choice), days, beside));
  }
}

export function defineFigures() {
  customElements.define('orion-failed', Failed);
  customElements.define('orion-range', Range);
}
