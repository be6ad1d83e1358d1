import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findConsumers } from './find-consumers.ts';

const header = (operations: string): string =>
  `// Generated\n// brrt:client {"service":"orders","operations":${operations}}\n`;

const files: Readonly<Record<string, string>> = {
  'apps/shop/src/generated/clients/orders.gen.ts': `${header('["getOrder","listOrders"]')}
export interface OrdersClient {
  getOrder(request: { readonly id: string }): Promise<unknown>;
  listOrders(): Promise<unknown>;
}
export declare function connectOrders(): OrdersClient;
`,
  'apps/shop/src/clients.ts': `import { connectOrders as connect } from './generated/clients/orders.gen.ts';
export const clients = { sales: connect() };
`,
  'apps/shop/src/handlers/show.ts': `import { clients as services } from '../clients.ts';
// clients.orders.getOrder( in a comment is none
const text = 'clients.orders.getOrder(';
const other = { getOrder: (id: string) => id };
export const show = (id: string) =>
  services.sales
    .getOrder({ id });
export const ask = () => other.getOrder(text);
const { getOrder: load } = services.sales;
export const again = load({ id: 'a' });
export const handedOn = services.sales['getOrder'];
`,
  'packages/orders-client/package.json': '{ "name": "@acme/orders-client" }',
  'packages/orders-client/src/index.ts': `export * from './generated/clients/orders.gen.ts';\n`,
  'packages/orders-client/src/generated/clients/orders.gen.ts': `${header('"all"')}
export function getOrder(client: object, request: { readonly id: string }): Promise<unknown> {
  return Promise.resolve([client, request]);
}
`,
  'apps/page/src/api.ts': `export { getOrder as fetchOrder } from '@acme/orders-client';\n`,
  'apps/page/src/page.tsx': `import { fetchOrder } from './api.ts';
export const page = () => fetchOrder({}, { id: 'a' });
`,
  'apps/bystander/src/main.ts': `export const getOrder = () => undefined;\ngetOrder();\n`,
  'apps/web/openapi.yaml': `openapi: 3.1.0
info: { title: W, version: '1' }
paths:
  /my/orders/{order}:
    get:
      operationId: myOrder
      x-service: orders
      x-brrtrouter-downstream-path: /orders/{order}
      parameters: [{ name: order, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: a } }
`,
};

let root = '';

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'brrt-consumers-')));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

it('finds uses of an operation as TypeScript resolves them: renamed, handed on, through a package, passed on', async () => {
  const consumers = await findConsumers(root, 'orders');
  const found = consumers({ name: 'getOrder', method: 'GET', path: '/orders/{id}' });
  expect(found.map(({ app, file, line, call }) => `${app} ${relative(root, file)}:${line} ${call}`)).toEqual([
    'shop apps/shop/src/handlers/show.ts:7 .getOrder({ id });',
    'shop apps/shop/src/handlers/show.ts:9 const { getOrder: load } = services.sales;',
    "shop apps/shop/src/handlers/show.ts:11 export const handedOn = services.sales['getOrder'];",
    "page apps/page/src/page.tsx:2 export const page = () => fetchOrder({}, { id: 'a' });",
    'web apps/web/openapi.yaml:5 GET /my/orders/{order} is passed on to orders',
  ]);
  expect(consumers({ name: 'listOrders', method: 'GET', path: '/orders' })).toEqual([]);
  expect(consumers({ name: 'deleteOrder', method: 'DELETE', path: '/orders/{id}' })).toEqual([]);
});

it('finds nothing for a service that nobody calls', async () => {
  expect((await findConsumers(root, 'users'))({ name: 'getOrder', method: 'GET', path: '/orders/{id}' })).toEqual([]);
});
