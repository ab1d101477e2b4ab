import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { answers, calls, reset } from './browser.mjs';

const { gql, operation } = await import('../shared/js/api-client.js');
const { session } = await import('../shared/js/session.js');

const QUERY = operation('query Shelf { shop { name } }', { shared: true });
const MUTATION = operation('mutation Add { cartCreate { cart { id } } }');
const OK = { data: { shop: { name: 'Lumière' } } };
const failed = (code, init) => Response.json({ data: null, errors: [{ message: 'm', extensions: { code, requestId: 'r1' } }] }, init);
const refreshed = (token) => ({ data: { tokenRefresh: { accessToken: token, viewer: { email: 'a@b.example' }, userErrors: [] } } });

beforeEach(() => {
  reset();
  session.forget();
});

test('a shared query goes out as GET by its hash, and is told once where the hash is unknown', async () => {
  answers.push(failed('PERSISTED_QUERY_NOT_FOUND'), OK, OK);
  await gql(QUERY);
  await gql(QUERY);
  assert.deepEqual(calls.map((call) => call.method ?? 'GET'), ['GET', 'POST', 'GET']);
  const { sha256Hash } = calls[1].body.extensions.persistedQuery;
  assert.equal(sha256Hash.length, 64);
  assert.ok(calls[0].address.includes(sha256Hash) && calls[1].body.query === QUERY.text);
  assert.equal(calls[0].headers['Orion-Vendor'], 'lumiere');
});

test('a query is asked again when the line breaks, a mutation never', async () => {
  answers.push(new TypeError('network'), OK);
  assert.deepEqual(await gql(QUERY), OK.data);
  answers.push(new TypeError('network'));
  await assert.rejects(gql(MUTATION), { code: 'NETWORK' });
  assert.equal(calls.length, 3);
});

test('a throttled query waits as long as it is told, and gives up where that is too long', async () => {
  answers.push(failed('THROTTLED', { status: 429, headers: { 'Retry-After': '0' } }), OK);
  await gql(QUERY);
  answers.push(failed('THROTTLED', { status: 429, headers: { 'Retry-After': '60' } }));
  await assert.rejects(gql(QUERY), { code: 'THROTTLED', retryAfter: 60 });
});

test('errors carry code and request id', async () => {
  answers.push(failed('INTERNAL'));
  await assert.rejects(gql(MUTATION), { name: 'ApiError', code: 'INTERNAL', requestId: 'r1' });
});

test('an answer that is no JSON is an error too', async () => {
  answers.push(new Response('<html>', { status: 400 }));
  await assert.rejects(gql(MUTATION), { code: 'INTERNAL' });
});

test('partial data is kept and says what is missing', async () => {
  answers.push({ data: { shop: { name: 'x' } }, errors: [{ message: 'm', path: ['shop', 'products'] }] });
  const data = await gql(MUTATION);
  assert.equal(data.shop.name, 'x');
  assert.equal(data.$errors.length, 1);
});

test('calls at the same time share one refresh', async () => {
  localStorage.setItem('orion:shop:lumiere:signed-in', 'true');
  answers.push(refreshed('t1'), OK, OK);
  await Promise.all([gql(QUERY), gql(QUERY)]);
  assert.equal(calls.filter((call) => call.body.operationName === 'TokenRefresh').length, 1);
  assert.ok(calls.slice(1).every((call) => call.headers.Authorization === 'Bearer t1' && call.method === 'POST'));
});

test('a token that ran out is renewed once and the call repeated', async () => {
  session.accept({ accessToken: 'old' });
  answers.push(failed('UNAUTHENTICATED'), refreshed('new'), OK);
  assert.deepEqual(await gql(QUERY), OK.data);
  assert.equal(calls.at(-1).headers.Authorization, 'Bearer new');
});

test('a shop goes on as a guest when the session is over', async () => {
  localStorage.setItem('orion:shop:lumiere:signed-in', 'true');
  answers.push({ data: { tokenRefresh: { accessToken: null, userErrors: [{ code: 'INVALID_CREDENTIALS' }] } } }, OK);
  assert.deepEqual(await gql(QUERY), OK.data);
  assert.equal(session.expected, false);
  assert.equal(calls.at(-1).headers.Authorization, undefined);
});
