import type { Service } from '@brrt/router-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contract } from '../src/generated/contract.gen.ts';
import {
  ada,
  adaToken,
  address,
  expectProblem,
  firstItem,
  graceToken,
  nobody,
  openPetstore,
  pixel,
  request,
  type Sending,
} from './petstore.ts';

let service: Service;
beforeEach(async () => {
  service = await openPetstore();
});
afterEach(() => service.close());

type Row = readonly [operation: string, target: string, sending: Sending, status: number, problem: string];

const invalid = [400, 'request-validation'] as const;
const stranger = [401, 'unauthenticated'] as const;
const order = { userId: ada, lines: [{ itemId: firstItem, quantity: 2 }], shippingAddress: address };
const pet = { name: 'Max', breed: 'Poodle', age: 1, vaccinated: true, tags: [], color: null, ownerId: null };

const rows: readonly Row[] = [
  ['list_pets', 'GET /pets', { key: false }, ...stranger],
  ['list_pets', 'GET /pets?limit=101', {}, ...invalid],
  ['list_pets', 'GET /pets?tags=Not%20A%20Tag', {}, ...invalid],
  ['list_pets', 'GET /pets?colour=black', {}, ...invalid],
  ['add_pet', 'POST /pets', { json: {} }, ...invalid],
  ['add_pet', 'POST /pets', { json: { name: 'Rex', id: 1 } }, ...invalid],
  ['add_pet', 'POST /pets', { json: { name: '  ' } }, ...invalid],
  [
    'add_pet',
    'POST /pets',
    { body: '{"name":', headers: { 'content-type': 'application/json' } },
    400,
    'malformed-request',
  ],
  [
    'add_pet',
    'POST /pets',
    { body: 'name: Rex', headers: { 'content-type': 'application/yaml' } },
    415,
    'unsupported-media-type',
  ],
  ['add_pet', 'POST /pets', { json: { name: 'x'.repeat(20_000) } }, 413, 'payload-too-large'],
  ['query_pets', 'QUERY /pets', { json: { age: {} } }, ...invalid],
  ['find_pets_by_tag', 'GET /pets/by-tag/A', {}, ...invalid],
  ['get_pet', 'GET /pets/abc', {}, ...invalid],
  ['get_pet', 'GET /pets/0', {}, ...invalid],
  ['get_pet', 'GET /pets/999', {}, 404, 'pet-not-found'],
  ['replace_pet', 'PUT /pets/1', { json: { name: 'Max' } }, ...invalid],
  ['replace_pet', 'PUT /pets/999', { json: pet }, 404, 'pet-not-found'],
  ['replace_pet', 'PUT /pets/1', { json: pet, headers: { 'if-match': '"1-9"' } }, 412, 'revision-changed'],
  ['update_pet', 'PATCH /pets/1', { json: { name: null } }, ...invalid],
  ['update_pet', 'PATCH /pets/1', { json: {} }, ...invalid],
  ['update_pet', 'PATCH /pets/999', { json: { age: 1 } }, 404, 'pet-not-found'],
  ['update_pet', 'PATCH /pets/1', { json: { age: 1 }, headers: { 'if-match': 'W/"1-1"' } }, 412, 'revision-changed'],
  ['delete_pet', 'DELETE /pets/1', {}, ...stranger],
  ['delete_pet', 'DELETE /pets/1', { key: false, token: graceToken }, 403, 'insufficient-scope'],
  ['delete_pet', 'DELETE /pets/1', { key: false, token: adaToken }, ...stranger],
  ['delete_pet', 'DELETE /pets/999', { token: adaToken }, 404, 'pet-not-found'],
  ['list_users', 'GET /users?offset=-1', {}, ...invalid],
  ['get_user', 'GET /users/ada', {}, ...invalid],
  ['get_user', `GET /users/${nobody}`, {}, 404, 'user-not-found'],
  ['delete_user', `DELETE /users/${nobody}`, {}, 404, 'user-not-found'],
  ['options_user', 'OPTIONS /users/ada', { key: false }, ...invalid],
  ['list_user_posts', `GET /users/${ada}/posts?limit=many`, {}, ...invalid],
  ['get_post', `GET /users/${ada}/posts/post-99`, {}, 404, 'post-not-found'],
  ['list_user_pets', 'GET /users/1/pets', {}, ...invalid],
  ['list_user_orders', `GET /users/${ada}/orders?limit=51`, {}, ...invalid],
  ['get_user_recommendations', `GET /users/${ada}/recommendations?limit=0`, {}, ...invalid],
  ['list_orders', 'GET /orders?status=lost', {}, ...invalid],
  ['list_orders', 'GET /orders?from=yesterday', {}, ...invalid],
  ['place_order', 'POST /orders', { json: { ...order, lines: [] } }, ...invalid],
  ['place_order', 'POST /orders', { json: { ...order, status: 'paid' } }, ...invalid],
  ['place_order', 'POST /orders', { json: { ...order, giftMessage: 'Enjoy' } }, ...invalid],
  [
    'place_order',
    'POST /orders',
    { json: { ...order, lines: [{ itemId: nobody, quantity: 1 }] } },
    409,
    'unknown-item',
  ],
  [
    'place_order',
    'POST /orders',
    { json: { ...order, lines: [{ itemId: firstItem, quantity: 99 }] } },
    409,
    'out-of-stock',
  ],
  ['place_order', 'POST /orders', { json: order, headers: { 'idempotency-key': 'again' } }, ...invalid],
  ['get_order', `GET /orders/${nobody}`, {}, 404, 'order-not-found'],
  ['list_items', 'GET /items?price=cheap,1', {}, ...invalid],
  ['get_item', `GET /items/${nobody}`, {}, 404, 'item-not-found'],
  ['get_item', 'GET /items/item-001', {}, ...invalid],
  [
    'post_item',
    `POST /items/${firstItem}`,
    { json: { name: 'Bites', purchasePrice: { amount: 1, currency: 'EUR' } } },
    ...invalid,
  ],
  ['post_item', `POST /items/${firstItem}`, { json: { name: 'Bites', category: 'cars' } }, 409, 'unknown-category'],
  ['get_category_tree', 'GET /categories?depth=0', { key: false }, ...invalid],
  [
    'add_category',
    'POST /categories',
    { json: { id: 'fish', name: 'Fish', children: [{ id: 'x', name: 'X' }] } },
    ...invalid,
  ],
  ['add_category', 'POST /categories', { json: { id: 'toys', name: 'Toys', children: [] } }, 409, 'category-exists'],
  [
    'add_category',
    'POST /categories?parent=cars',
    { json: { id: 'fish', name: 'Fish', children: [] } },
    404,
    'category-not-found',
  ],
  ['get_inventory', 'GET /inventory?filter={', {}, ...invalid],
  ['get_inventory', `GET /inventory?filter=${encodeURIComponent('{"color":"red"}')}`, {}, ...invalid],
  ['get_inventory', 'GET /inventory', { headers: { 'x-stock-locations': 'Amsterdam!' } }, ...invalid],
  ['find_nearest_stores', 'GET /stores/near/lat=91,lon=5', { key: false }, ...invalid],
  ['list_animals', 'GET /animals?type=fish', {}, ...invalid],
  ['admit_animal', 'POST /animals', { json: { type: 'dog', meow: true } }, ...invalid],
  ['admit_animal', 'POST /animals', { json: { type: 'dog', bark: true, meow: true } }, ...invalid],
  ['admin_settings', 'GET /admin/settings', {}, ...stranger],
  ['admin_settings', 'GET /admin/settings', { token: graceToken }, 403, 'insufficient-scope'],
  [
    'update_admin_settings',
    'PUT /admin/settings',
    { key: false, token: adaToken, json: { feature_flags: {} } },
    ...stranger,
  ],
  [
    'update_admin_settings',
    'PUT /admin/settings',
    { token: adaToken, json: { feature_flags: { beta: 'yes' } } },
    ...invalid,
  ],
  [
    'update_admin_settings',
    'PUT /admin/settings',
    { token: adaToken, json: { feature_flags: {}, updatedAt: '2026-01-01T00:00:00Z' } },
    ...invalid,
  ],
  ['stream_events', 'GET /events?follow=maybe', {}, ...invalid],
  ['stream_events', 'GET /events', { key: false }, ...stranger],
  ['watch_events', 'GET /events/live', { key: false }, ...stranger],
  ['watch_events', 'GET /events/live?after=-1', {}, ...invalid],
  ['watch_events', 'GET /events/live', {}, 426, 'upgrade-required'],
  ['download_file', `GET /download/${nobody}`, {}, 404, 'file-not-found'],
  ['download_file', `GET /download/${pixel}`, { headers: { range: 'bytes=500-' } }, 416, 'range-not-satisfiable'],
  ['download_file', `GET /download/${pixel}`, { headers: { accept: 'text/html' } }, 406, 'not-acceptable'],
  ['upload_file', 'POST /upload', { body: new FormData() }, ...invalid],
  ['submit_form', 'POST /form', { body: new URLSearchParams('name=Ada&age=old') }, ...invalid],
  ['get_matrix', 'GET /matrix/;coords=1,two', {}, ...invalid],
  ['get_label', 'GET /labels/.Black', {}, ...invalid],
  ['search', 'GET /search', { headers: { 'x-trace-id': 'one' } }, ...invalid],
  ['secure_endpoint', 'GET /secure', { token: 'guessed' }, ...stranger],
  ['register_webhook', 'POST /webhooks', { json: { url: 'ftp://example.com' } }, ...invalid],
  [
    'register_webhook',
    'POST /webhooks',
    { json: { url: 'https://169.254.169.254/latest' } },
    422,
    'webhook-target-refused',
  ],
  ['list_webhooks', 'GET /webhooks', { key: false }, ...stranger],
  ['delete_webhook', `DELETE /webhooks/${nobody}`, {}, 404, 'subscription-not-found'],
];

it.each(rows)('%s refuses %s %o with %d %s', async (_operation, target, sending, status, problem) => {
  await expectProblem(await service.fetch(request(target, sending)), status, problem);
});

it('says 404 without a body where HEAD forbids one', async () => {
  const response = await service.fetch(request(`HEAD /users/${nobody}`));
  expect([response.status, await response.text()]).toEqual([404, '']);
});

it('covers every operation of the contract', () => {
  const covered = new Set([...rows.map(([operation]) => operation), 'head_user']);
  expect(contract.model.operations.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
});

it('names the place that broke the contract, not what was sent', async () => {
  const response = await service.fetch(request('POST /pets', { json: { name: 'Rex', age: 'secret-value' } }));
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({ errors: [{ in: 'body', pointer: '/age', keyword: 'type' }] });
  expect(text).not.toContain('secret-value');
});
