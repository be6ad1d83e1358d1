import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { readServiceModel } from '@brrt/service-model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lintApp } from './lint-app.ts';

const contract = `openapi: 3.1.0
info: { title: T, version: '1' }
security: [{ Key: [] }]
paths:
  /orders/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: get-order
      responses: { '200': { description: OK } }
    delete:
      operationId: deleteOrder
      responses: { '204': { description: Gone } }
  /orders:
    get:
      operationId: listOrders
      responses: { '200': { description: OK } }
  /pages/{id}:
    get:
      operationId: getPage
      security: []
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: OK } }
  /news:
    get:
      operationId: getNews
      security: [{ Key: [] }, {}]
      responses: { '200': { description: OK } }
components:
  securitySchemes:
    Key: { type: apiKey, in: header, name: X-Key }
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-app-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** `file:line code`, of an app with these files. */
async function findings(files: Readonly<Record<string, string>>, text = contract): Promise<readonly string[]> {
  for (const [path, content] of Object.entries({ 'openapi.yaml': text, ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const file = join(folder, 'openapi.yaml');
  const { model } = await readServiceModel(file);
  if (model === undefined) throw new TypeError('The contract of the test cannot be read');
  const found = await lintApp(model, file);
  return found.map(
    ({ file: path, line, severity, code }) => `${path.slice(folder.length + 1)}:${line} ${severity} ${code}`,
  );
}

const registry = { 'src/handlers/index.ts': 'export const handlers = {};' };
const rules = {
  'src/authorize.ts': "export const authorize = { 'getOrder': async () => true, deleteOrder() { return true; } };",
};
const list = { 'public-operations.txt': '# Meant to be public\nGET /pages/{id}\r\n\n  GET /news\n' };

describe('the code beside a contract', () => {
  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['is not asked for where there is no app', {}, []],
    ['has rules and a list', { ...registry, ...rules, ...list }, []],
    [
      'without rules leaves operations open that take an id and need credentials',
      { ...registry, ...list },
      ['openapi.yaml:7 warning missing-authorizer', 'openapi.yaml:10 warning missing-authorizer'],
    ],
    [
      'lacks one rule',
      { ...registry, ...list, 'src/authorize.ts': "export const authorize: Rules = { getOrder: 'allow' };" },
      ['openapi.yaml:10 warning missing-authorizer'],
    ],
    [
      'without a list has public operations that nobody entered',
      { ...registry, ...rules },
      ['openapi.yaml:18 error unlisted-public-operation', 'openapi.yaml:24 error unlisted-public-operation'],
    ],
    [
      'lists what is not public',
      { ...registry, ...rules, 'public-operations.txt': `${list['public-operations.txt']}GET /orders\n` },
      ['public-operations.txt:5 error stale-public-operation'],
    ],
  ])('%s', async (_name, files, want) => expect(await findings(files)).toEqual(want));

  it('makes an operation that becomes public by accident an error, with its place', async () => {
    const opened = contract.replace('operationId: listOrders', 'operationId: listOrders\n      security: []');
    expect(await findings({ ...registry, ...rules, ...list }, opened)).toEqual([
      'openapi.yaml:14 error unlisted-public-operation',
    ]);
  });
});

const passed = (path: string) =>
  contract.replace(
    'operationId: get-order\n',
    `operationId: get-order\n      x-service: ${basename(folder)}-called\n      x-brrtrouter-downstream-path: ${path}\n`,
  );

it('finds operations of another service that its contract does not have', async () => {
  const called = `${folder}-called`;
  await mkdir(called);
  try {
    const paths = "'/items/{item}': { get: { responses: { '200': { description: OK } } } }";
    await writeFile(
      join(called, 'openapi.yaml'),
      `openapi: 3.1.0\ninfo: { title: T, version: '1' }\nservers: [{ url: /v1 }]\npaths: { ${paths} }\n`,
    );
    const files = { ...registry, ...rules, ...list };
    expect(await findings(files, passed('/v1/items/{id}'))).toEqual([]);
    expect(await findings(files, passed('/v1/items/first'))).toEqual([]);
    for (const path of ['/items/{id}', '/v1/items/{id}/more', '/v1/{id}/x'])
      expect(await findings(files, passed(path)), path).toEqual(['openapi.yaml:7 error unknown-downstream-operation']);
  } finally {
    await rm(called, { recursive: true });
  }
});

it.each<[string, readonly string[], number]>([
  ['nothing at all', [], 1],
  ['another scheme', ['pass_through: { security_schemes: { Other: { type: apiKey, in: header, name: X-Other } } }'], 1],
  ['one of two schemes that go together', ['pass_through: { security_schemes: { Left: {} } }'], 1],
  ['both of them', ['pass_through: { security_schemes: { Left: {}, Right: {} } }'], 0],
  ['one that is enough', ['pass_through: { security_schemes: { Key: {} } }'], 0],
  ['tokens', ['tokens: { Login: { grant: client_credentials } }'], 0],
  ['credentials of the caller', ['pass_through: { caller_credentials: [Authorization] }'], 0],
])('a called service that wants credentials, of which the configuration has %s', async (_what, lines, want) => {
  const called = `${folder}-called`;
  await mkdir(called);
  try {
    await writeFile(
      join(called, 'openapi.yaml'),
      `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /items/{item}:
    get:
      operationId: getItem
      security: [{ Key: [] }, { Left: [], Right: [] }]
      responses: { '200': { description: OK } }
components:
  securitySchemes:
    Key: { type: apiKey, in: header, name: X-Key }
    Left: { type: apiKey, in: header, name: X-Left }
    Right: { type: apiKey, in: header, name: X-Right }
`,
    );
    const config = `clients:\n  ${basename(called)}:\n    url: http://localhost:1\n${lines.map((line) => `    ${line}\n`).join('')}`;
    const files = { ...registry, ...rules, ...list, 'config.yaml': config };
    const finding = 'openapi.yaml:7 warning missing-downstream-credentials';
    expect(await findings(files, passed('/items/{id}'))).toEqual(want === 1 ? [finding] : []);
  } finally {
    await rm(called, { recursive: true });
  }
});
