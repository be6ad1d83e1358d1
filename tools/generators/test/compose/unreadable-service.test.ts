import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateApp } from '../../src/cli/generate-app.ts';

const files = {
  'apps/orders/openapi.yaml': 'openapi: 3.1.0\ninfo: { title: Orders, version: "1" }\npaths: {\n',
  'apps/shop/composition.yaml': `info: { title: Shop, version: "1" }
contracts:
  web: { security: [], services: { orders: [list_orders] } }
`,
  'apps/shop/aggregates.yaml': `openapi: 3.1.0
info: { title: Shop, version: "1" }
paths:
  /web/home:
    get:
      operationId: getHome
      x-aggregate: { orders: { service: orders, operation: list_orders } }
      responses:
        '200':
          description: Home
          content: { application/json: { schema: { $ref: '#/components/schemas/Orders_Order' } } }
`,
  'apps/shop/openapi.yaml': 'openapi: 3.1.0\ninfo: { title: Shop, version: "1" }\npaths: {}\n',
};

let root: string;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'brrt-unreadable-')));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

const shop = () => ({ name: 'shop', root: 'apps/shop', folder: join(root, 'apps/shop') });

it('says why the contract of a service cannot be read, and nothing that follows from that', async () => {
  const { succeeded, report } = await generateApp(root, shop());
  expect(succeeded).toBe(false);
  expect(report).toEqual([expect.stringMatching(/^error apps\/orders\/openapi\.yaml:\d+:\d+ malformed-document /)]);
});

it('says it once, though clients of the service follow the same contract', async () => {
  for (const client of ['orders', 'orders-for-pages']) {
    const file = join(shop().folder, `src/generated/clients/${client}.gen.ts`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '// Generated\n// brrt:client {"service":"orders","operations":"all"}\n');
  }
  const { report } = await generateApp(root, shop());
  expect(report).toEqual([expect.stringMatching(/^error apps\/orders\/openapi\.yaml:\d+:\d+ malformed-document /)]);
});
