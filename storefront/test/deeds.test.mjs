// What the record shows at first: all that it has words for, but the routine.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { ACCESS, NOTABLE } from '../../admin-ui/js/deeds.js';

const words = JSON.parse(readFileSync(new URL('../../admin-ui/locales/en.json', import.meta.url), 'utf8'));
const actions = Object.keys(words).filter((key) => /^action\.[a-z]+\.[a-z-]+$/.test(key)).map((key) => key.slice('action.'.length));
const shows = (list, action) => list.includes(action) || list.includes(action.split('.')[0]);

test('the record hides renewed sessions and carts at first, and nothing else', () => {
  assert.deepEqual(actions.filter((action) => !shows(NOTABLE, action)), ['cart.create', 'cart.update', 'notification.read', 'session.refresh']);
});

test('a filter takes no more than fifty actions', () => {
  for (const list of [NOTABLE, ACCESS]) assert.ok(list.length <= 50);
});
