import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, type OpenDashboard, openTestDashboard } from './open-server.ts';

let open: OpenDashboard;
const service = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(request.url === '/openapi.json' ? '{"openapi":"3.1.0"}' : '{}');
});

beforeAll(async () => {
  open = await openTestDashboard();
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  open.dashboard.add(
    { name: 'pets', root: 'apps/pets', folder: open.folder },
    { act: async () => {}, send: () => false },
  );
  open.dashboard.report({ type: 'ready', app: 'pets', at: 1, url, managementUrl: url, milliseconds: 5 });
});

afterAll(async () => {
  service.close();
  await open[Symbol.asyncDispose]();
});

function get(path: string, headers: Readonly<Record<string, string>> = {}) {
  const authorization = `Bearer ${open.token}`;
  return ask({ port: open.port, path, headers: { authorization, 'accept-encoding': 'gzip', ...headers } });
}

it.each([
  ['', ['scalar.js', 'start-scalar.js']],
  ['?viewer=swagger', ['swagger-ui.css', 'swagger-ui.js', 'start-swagger.js']],
])('shows the contract of a service: /docs/pets%s', async (query, files) => {
  const page = await get(`/docs/pets${query}`);
  expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
  expect(page.headers['content-security-policy']).toContain("frame-ancestors 'self'");
  expect(page.body).toContain('data-document="/api/services/pets/openapi.json"');
  for (const name of files) {
    expect(page.body).toContain(`"/assets/viewers/${name}"`);
    expect((await get(`/assets/viewers/${name}`)).status).toBe(200);
  }
});

it('has the contract as the service serves it', async () => {
  const answer = await get('/api/services/pets/openapi.json');
  expect([answer.status, answer.body]).toEqual([200, '{"openapi":"3.1.0"}']);
});

it.each([
  ['/api/services/orders/openapi.json', 404],
  ['/assets/viewers/package.json', 404],
  ['/assets/viewers/..%2Fpackage.json', 404],
  ['/assets/viewers/toString', 404],
  ['/docs/a%22%3E%3Cscript%3E', 200],
])('%s → %i', async (path, status) => {
  const answer = await get(path);
  expect(answer.status).toBe(status);
  expect(answer.body).not.toContain('<script>');
});

it('is for who has the token', async () => {
  for (const path of ['/docs/pets', '/assets/viewers/scalar.js', '/api/services/pets/openapi.json'])
    expect((await get(path, { authorization: '' })).status).toBe(401);
});

it('knows the service by what it says of itself', async () => {
  await expect
    .poll(async () => JSON.parse((await get('/api/services')).body))
    .toMatchObject([{ name: 'pets', state: 'ready' }]);
});
