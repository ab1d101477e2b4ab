// The span of days of a dashboard, and what is reckoned of its days. Nothing here has words, so that it can be tested.

export const PERIODS = ['1', '7', '30', '90'];
const USUAL = '30';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A calendar day as an instant of that day wherever the reader is. */
export const noon = (day) => `${day}T12:00:00`;

/** The span of days: one of PERIODS, or 'custom' from a day to a day. The page's changed() shows it. */
export const ranged = {
  periods: [...PERIODS, 'custom'],
  period: USUAL,
  from: '',
  to: '',
  compare: true,

  readRange() {
    const asked = new URLSearchParams(location.search);
    const [from, to] = [asked.get('from'), asked.get('to')];
    const custom = DAY.test(from ?? '') && DAY.test(to ?? '');
    this.from = custom ? from : '';
    this.to = custom ? to : '';
    this.period = custom ? 'custom' : PERIODS.includes(asked.get('days')) ? asked.get('days') : USUAL;
    this.compare = asked.get('compare') !== 'no';
  },

  /** What the graph is asked with. */
  get span() {
    return this.period === 'custom' && this.from && this.to ? { from: this.from, to: this.to } : { days: Number(PERIODS.includes(this.period) ? this.period : USUAL) };
  },

  setPeriod(period) {
    this.period = period;
    if (period !== 'custom') this.go();
  },

  /** A day of one's own; nothing happens until both are there and in order. */
  setDay(name, value) {
    this[name] = value;
    if (this.from && this.to && this.from <= this.to) this.go();
  },

  setCompare(on) {
    this.compare = on;
    this.go(false);
  },

  go(anew = true) {
    const params = new URLSearchParams(this.span);
    if (params.get('days') === USUAL) params.delete('days');
    if (!this.compare) params.set('compare', 'no');
    const query = params.toString();
    history.pushState(null, '', location.pathname + (query && `?${query}`));
    return anew ? this.changed() : this.redraw();
  },

  /** Back and forward lead through spans too. */
  followHistory() {
    addEventListener('popstate', () => {
      this.readRange();
      this.changed();
    });
  },
};

/** The points of a small line, 100 wide and 24 high, of an SVG. */
export function spark(values) {
  if (values.length < 2) return '';
  const most = Math.max(...values, 1);
  return values.map((value, index) => `${((index / (values.length - 1)) * 100).toFixed(1)},${(23 - (value / most) * 22).toFixed(1)}`).join(' ');
}

/** How a number differs from the one before: {words, share, icon, tone}. `good` is whether more is better. */
export function differs(now, before, good = true) {
  if (now === before) return { words: 'same', share: 0, icon: 'minus', tone: '' };
  const more = now > before;
  const tone = more === good ? 'better' : 'worse';
  if (before === 0) return { words: 'first', share: 0, icon: 'arrow-up', tone };
  return { words: more ? 'more' : 'less', share: Math.abs(now - before) / before, icon: more ? 'arrow-up' : 'arrow-down', tone };
}

const STEPS = ['visits', 'carts', 'checkouts', 'orders', 'paid'];

/** The steps of a funnel: {name, count, of, width}; `of` is the share of the step before, null where that is none or less. */
export function shares(funnel) {
  const most = Math.max(...STEPS.map((name) => funnel[name]), 1);
  return STEPS.map((name, index) => {
    const count = funnel[name];
    const before = funnel[STEPS[index - 1]];
    return { name, count, of: before > 0 && count <= before ? count / before : null, width: count / most };
  });
}
