import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { goTo, reset } from './browser.mjs';
import { differs, ranged, shares, spark } from '../../admin-ui/js/spans.js';

const { mix } = await import('../shared/js/dom.js');

const page = () => mix(ranged, { shown: 0, changed() { this.shown += 1; }, redraw() {} });

beforeEach(reset);

test('a span of days is read from the address and written back the same', () => {
  goTo('/vendor/lumiere/?from=2026-11-01&to=2026-11-07&compare=no');
  const one = page();
  one.readRange();
  assert.deepEqual([one.period, one.span, one.compare], ['custom', { from: '2026-11-01', to: '2026-11-07' }, false]);
  one.setPeriod('7');
  assert.equal(location.search, '?days=7&compare=no');
  assert.equal(one.shown, 1);
  one.setPeriod('30');
  one.setCompare(true);
  assert.equal(location.search, '');
});

test('a span that is none is the last 30 days', () => {
  for (const asked of ['?days=13', '?from=2026-11-01', '?from=x&to=y', '']) {
    goTo(`/vendor/lumiere/${asked}`);
    const one = page();
    one.readRange();
    assert.deepEqual(one.span, { days: 30 }, asked);
  }
});

test('days of one’s own are asked for when both are there and in order', () => {
  goTo('/vendor/lumiere/');
  const one = page();
  one.readRange();
  one.setPeriod('custom');
  one.setDay('from', '2026-11-07');
  one.setDay('to', '2026-11-01');
  assert.equal(one.shown, 0);
  one.setDay('to', '2026-11-09');
  assert.equal(location.search, '?from=2026-11-07&to=2026-11-09');
});

test('more is better but of refunds, and nothing before makes no share', () => {
  assert.deepEqual(differs(15, 10), { words: 'more', share: 0.5, icon: 'arrow-up', tone: 'better' });
  assert.deepEqual(differs(5, 10), { words: 'less', share: 0.5, icon: 'arrow-down', tone: 'worse' });
  assert.equal(differs(15, 10, false).tone, 'worse');
  assert.equal(differs(15, 0).words, 'first');
  assert.equal(differs(0, 0).words, 'same');
});

test('a small line is as high as its best day, and one day is no line', () => {
  assert.equal(spark([0, 5, 10]), '0.0,23.0 50.0,12.0 100.0,1.0');
  assert.equal(spark([3]), '');
  assert.equal(spark([0, 0]), '0.0,23.0 100.0,23.0');
});

test('a step of the funnel is a share of the one before, but for more than that', () => {
  const steps = shares({ visits: 10, carts: 20, checkouts: 10, orders: 5, paid: 0 });
  assert.deepEqual(steps.map((step) => step.width), [0.5, 1, 0.5, 0.25, 0]);
  assert.deepEqual(steps.map((step) => step.of), [null, null, 0.5, 0.5, 0]);
});
