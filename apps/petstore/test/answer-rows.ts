import {
  ada,
  adaToken,
  address,
  firstItem,
  firstOrder,
  graceToken,
  nobody,
  pixel,
  queryKey,
  type Sending,
  subscription,
} from './petstore.ts';

export interface Want {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Facts of the body. */
  readonly body?: unknown;
}

const fish = { id: 'fish', name: 'Fish', children: [{ id: 'filters', name: 'Filters', children: [] }] };
const max = {
  id: 1,
  name: 'Max',
  breed: 'Golden Retriever',
  age: 3,
  tags: ['friendly', 'trained'],
  ownerId: ada,
  revision: 1,
};
const { id: _, revision: __, ...details } = { ...max, vaccinated: true, color: 'golden' };
const order = { userId: ada, lines: [{ itemId: firstItem, quantity: 2 }], shippingAddress: address };
const idempotencyKey = { 'idempotency-key': '5f1c3c1e-8a53-4b34-a2d2-0f1f9e1f2a10' };
const merge = { 'content-type': 'application/merge-patch+json' };

/** A call of an operation and what it answers. */
export type AnswerRow = readonly [operation: string, target: string, sending: Sending, want: Want];

export const answerRows: readonly AnswerRow[] = [
  ['list_pets', 'GET /pets?limit=1', {}, { headers: { 'x-total-count': '36' }, body: [max] }],
  [
    'list_pets',
    'GET /pets?tags=puppy&tags=loud&limit=2&offset=1',
    {},
    { body: [{ name: 'Admiral' }, { name: 'Luna' }] },
  ],
  [
    'add_pet',
    'POST /pets',
    { json: { name: 'Rex' } },
    { status: 201, headers: { location: '/pets/37' }, body: { id: 37, status: 'success', pet: { breed: 'Mixed' } } },
  ],
  [
    'query_pets',
    'QUERY /pets',
    { json: { age: { from: 10 }, tags: ['indoor'] } },
    { headers: { 'x-total-count': '1' }, body: [{ name: 'Whiskers' }] },
  ],
  [
    'find_pets_by_tag',
    'GET /pets/by-tag/clever',
    {},
    { headers: { deprecation: '@1767225600', link: '</pets?tags=clever>; rel="successor-version"' } },
  ],
  ['get_pet', 'GET /pets/1', {}, { headers: { etag: '"1-1"' }, body: max }],
  ['get_pet', 'GET /pets/1', { headers: { 'if-none-match': '"1-1"' } }, { status: 304, headers: { etag: '"1-1"' } }],
  [
    'replace_pet',
    'PUT /pets/1',
    { json: { ...details, name: 'Maxi' }, headers: { 'if-match': '"1-1"' } },
    { headers: { etag: '"1-2"' }, body: { name: 'Maxi', revision: 2 } },
  ],
  [
    'update_pet',
    'PATCH /pets/1',
    { json: { ownerId: null }, headers: merge },
    { body: { name: 'Max', ownerId: null, revision: 2 } },
  ],
  ['update_pet', 'PATCH /pets/1', { json: { age: 4 } }, { body: { age: 4, ownerId: ada } }],
  ['delete_pet', 'DELETE /pets/1', { token: adaToken }, { status: 204 }],
  ['list_users', 'GET /users?limit=1&offset=4', {}, { body: { total: 5, users: [{ name: 'Edsger', email: null }] } }],
  ['get_user', `GET /users/${ada}`, {}, { body: { id: ada, name: 'Ada', email: 'ada@example.com' } }],
  ['delete_user', `DELETE /users/${ada}`, {}, { status: 204 }],
  ['head_user', `HEAD /users/${ada}`, {}, {}],
  ['head_user', `HEAD /users/${nobody}`, {}, { status: 404 }],
  [
    'options_user',
    `OPTIONS /users/${ada}`,
    { key: false },
    { headers: { allow: 'GET,DELETE,HEAD,OPTIONS' }, body: { allow: 'GET,DELETE,HEAD,OPTIONS' } },
  ],
  [
    'list_user_posts',
    `GET /users/${ada}/posts?limit=1`,
    {},
    { headers: { 'x-total-count': '4' }, body: [{ id: 'post-4', author_id: ada }] },
  ],
  ['get_post', `GET /users/${ada}/posts/post-1`, {}, { body: { title: 'Intro', author_id: ada } }],
  [
    'list_user_pets',
    `GET /users/${ada}/pets`,
    {},
    { headers: { 'x-total-count': '2' }, body: [{ name: 'Max' }, { name: 'Countess' }] },
  ],
  ['list_user_pets', `GET /users/${nobody}/pets`, {}, { headers: { 'x-total-count': '0' }, body: [] }],
  [
    'list_user_orders',
    `GET /users/${ada}/orders?limit=1`,
    {},
    { body: { total: 3, orders: [{ placedAt: '2026-02-14T18:05:00Z' }] } },
  ],
  [
    'get_user_recommendations',
    `GET /users/${ada}/recommendations?limit=1`,
    {},
    { body: { userId: ada, recommendations: [{ reason: 'bought-together', item: { name: 'Tennis balls' } }] } },
  ],
  [
    'list_orders',
    'GET /orders?status=placed,cancelled&limit=1',
    {},
    { body: { total: 3, orders: [{ status: 'placed' }] } },
  ],
  ['list_orders', 'GET /orders?from=2026-01-08&to=2026-01-10', {}, { body: { total: 2 } }],
  [
    'place_order',
    'POST /orders',
    { json: order, headers: idempotencyKey },
    { status: 201, body: { status: 'placed', total: { amount: 998 }, billingAddress: address } },
  ],
  [
    'place_order',
    'POST /orders',
    { json: { ...order, gift: true, giftMessage: 'Enjoy' } },
    { status: 201, body: { giftMessage: 'Enjoy' } },
  ],
  [
    'get_order',
    `GET /orders/${firstOrder}`,
    {},
    { body: { id: firstOrder, lines: [{ quantity: 1 }, { quantity: 2 }] } },
  ],
  [
    'list_items',
    'GET /items?categories=puzzles%20treats&price=min,600,max,2000',
    { key: false },
    { headers: { 'x-total-count': '2' }, body: [{ name: 'Beef chews' }, { name: 'Treat maze' }] },
  ],
  ['list_items', 'GET /items?price=min,8900', {}, { body: [{ name: 'Cat tree', purchasePrice: { amount: 5100 } }] }],
  [
    'get_item',
    `GET /items/${firstItem}`,
    {},
    { body: { name: 'Salmon bites', price: { amount: 499, currency: 'EUR' } } },
  ],
  [
    'post_item',
    `POST /items/${firstItem}`,
    { json: { name: 'Salmon strips' } },
    { status: 200, body: { name: 'Salmon strips', category: 'treats' } },
  ],
  [
    'post_item',
    `POST /items/${nobody}`,
    { json: { name: 'Bell' } },
    { status: 201, headers: { location: `/items/${nobody}` }, body: { id: nobody, name: 'Bell', tags: [] } },
  ],
  [
    'get_category_tree',
    'GET /categories?depth=2',
    { key: false },
    {
      body: [
        { id: 'supplies', children: [{ id: 'food', children: [] }, { id: 'toys' }, { id: 'walking' }] },
        { id: 'home' },
      ],
    },
  ],
  ['add_category', 'POST /categories?parent=home', { json: fish }, { status: 201, body: fish }],
  [
    'get_inventory',
    `GET /inventory?filter=${encodeURIComponent('{"category":"toys","belowReorderLevel":true}')}`,
    { headers: { 'x-stock-locations': 'london,utrecht' } },
    { body: [{ storeId: 'london' }, { storeId: 'london' }, { storeId: 'utrecht' }] },
  ],
  [
    'find_nearest_stores',
    'GET /stores/near/lat=52.09,lon=5.12?radius=60',
    { key: false },
    { body: [{ store: { id: 'utrecht' }, distanceKm: 0.1 }, { store: { id: 'amsterdam' } }] },
  ],
  [
    'list_animals',
    'GET /animals?type=bird',
    {},
    { body: [{ animal: { type: 'bird', wingspanCm: 118.5 } }, { animal: { name: 'Polly' } }] },
  ],
  [
    'admit_animal',
    'POST /animals',
    { json: { type: 'cat', name: 'Tom', meow: false } },
    { status: 201, body: { animal: { type: 'cat', name: 'Tom', meow: false } } },
  ],
  [
    'admin_settings',
    'GET /admin/settings',
    { key: false, token: adaToken },
    { body: { feature_flags: { beta: true, analytics: false } } },
  ],
  [
    'update_admin_settings',
    'PUT /admin/settings',
    { token: adaToken, json: { feature_flags: { dark: true } } },
    { body: { feature_flags: { dark: true } } },
  ],
  [
    'stream_events',
    'GET /events',
    { headers: { 'last-event-id': '48' } },
    { headers: { 'content-type': 'text/event-stream' } },
  ],
  [
    'download_file',
    `GET /download/${pixel}?view=metadata`,
    {},
    { body: { mediaType: 'image/png', filename: 'pixel.png', url: `/download/${pixel}` } },
  ],
  [
    'download_file',
    `GET /download/${pixel}?api_key=${queryKey}`,
    { key: false },
    { headers: { 'content-type': 'image/png', 'content-disposition': 'attachment; filename="pixel.png"' } },
  ],
  ['upload_file', 'POST /upload', { body: uploadOf('hello', { album: 'notes' }) }, { status: 201 }],
  [
    'submit_form',
    'POST /form',
    { body: new URLSearchParams('name=Ada&age=36&interests=dogs&interests=engines') },
    { body: { ok: true, applicationId: 4, waitingBefore: 3 } },
  ],
  ['get_matrix', 'GET /matrix/;coords=2,3,6', {}, { body: { coords: [2, 3, 6], dimensions: 3, distance: 7 } }],
  ['get_label', 'GET /labels/.black', {}, { body: { color: 'black', pets: 7 } }],
  [
    'search',
    'GET /search?tags=cat%7Cdog&filters[category]=toys&filters[color]=grey',
    { headers: { 'x-trace-id': nobody } },
    { headers: { 'x-trace-id': nobody }, body: { results: [{ name: 'Catnip mouse' }] } },
  ],
  [
    'secure_endpoint',
    'GET /secure',
    { key: false, token: adaToken },
    { body: { status: 'ok', subject: 'ada', scheme: 'BearerAuth', scopes: ['read', 'write', 'admin'] } },
  ],
  [
    'secure_endpoint',
    'GET /secure',
    { key: false, token: graceToken },
    { body: { status: 'ok', subject: 'grace', scheme: 'OAuth2' } },
  ],
  [
    'register_webhook',
    'POST /webhooks',
    { json: { url: 'https://a.example/hook', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' } },
    {
      status: 201,
      body: {
        ...{ url: 'https://a.example/hook', events: ['pet.created', 'pet.updated'], active: true },
        secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      },
    },
  ],
  [
    'register_webhook',
    'POST /webhooks',
    { json: { url: 'https://example.com/webhook' } },
    { status: 200, body: { subscription_id: subscription } },
  ],
  ['list_webhooks', 'GET /webhooks', {}, { body: [{ subscription_id: subscription }] }],
  ['delete_webhook', `DELETE /webhooks/${subscription}`, {}, { status: 204 }],
];

function uploadOf(content: string, metadata: object): FormData {
  const form = new FormData();
  form.set('file', new Blob([content], { type: 'text/plain' }), 'hello.txt');
  form.set('metadata', new Blob([JSON.stringify(metadata)], { type: 'application/json' }));
  return form;
}
