import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Diagnostic, readServiceModel } from '@brrt/service-model';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LintOptions, type LintResult, lintContract } from '../src/lint/lint-contract.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-rules-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lint(text: string, options: Partial<LintOptions> = {}, name = 'openapi.yaml'): Promise<LintResult> {
  const file = join(folder, name);
  await writeFile(file, text);
  const read = { ...(await readServiceModel(file, { skipBroken: true })), file };
  return lintContract(read, {
    ruleset: undefined,
    lenient: false,
    workingDirectory: folder,
    overlays: [],
    ...options,
  });
}

/** What is found on the line that is marked. */
async function onMarkedLine(text: string, options: Partial<LintOptions> = {}): Promise<readonly string[]> {
  const { findings } = await lint(text, options);
  const line = text.split('\n').findIndex((each) => each.includes('# here')) + 1;
  return findings.filter((finding) => finding.line === line).map(({ severity, code }) => `${severity} ${code}`);
}

const head = `openapi: 3.1.0
info: { title: T, version: '1', license: { name: MIT, identifier: MIT } }
servers: [{ url: https://api.brrt.dev }]
`;
const responses = `{ '204': { description: done }, '400': { description: bad } }`;
const get = (id: string, more = ''): string => `{ operationId: ${id}, summary: S, ${more} responses: ${responses} }`;
const schemas = (text: string): string => `
paths:
  /a: { get: ${get('getA', "requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } },")} }
components:
  schemas:
${text}`;

describe('a document that is no contract', () => {
  it.each([
    ['hello', ['wrong-type An OpenAPI document is an object']],
    [
      'openapi: 4.0.0\ninfo: { title: T, version: "1" }\npaths: {}',
      ['unknown-version OpenAPI version "4.0.0" is not supported'],
    ],
  ])('%j is told once', async (text, expected) => {
    const { findings } = await lint(text);
    expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual(expected);
  });
});

describe('a finding on the line', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'an operation without operationId',
      `${head}paths:\n  /a:\n    get: # here\n      { summary: S, responses: ${responses} }`,
      ['warning operation-operationId'],
    ],
    [
      'an operation without summary',
      `${head}paths:\n  /a:\n    get: # here\n      { operationId: a, responses: ${responses} }`,
      ['warning operation-summary'],
    ],
    [
      'an operation that cannot fail',
      `${head}paths:\n  /a:\n    get:\n      operationId: a\n      summary: S\n      responses: # here\n        '200': { description: OK }`,
      ['warning operation-4xx-response'],
    ],
    ['no licence', `openapi: 3.1.0\ninfo: { title: T, version: '1' } # here\npaths: {}`, ['warning info-license']],
    [
      'a server of nobody',
      `${head.replace('https://api.brrt.dev }]', 'https://example.com }] # here')}paths: {}`,
      ['warning no-server-example.com'],
    ],
    [
      'a slash at the end of a path',
      `${head}paths:\n  /a/: # here\n    get: ${get('a')}`,
      ['warning no-path-trailing-slash'],
    ],
    [
      'paths that match the same requests in part',
      `${head}paths:\n  /a/{b}: { get: ${get('a', 'parameters: [{ name: b, in: path, required: true, schema: { type: string } }],')} }\n  /{a}/b: # here\n    get: ${get('b', 'parameters: [{ name: a, in: path, required: true, schema: { type: string } }],')}`,
      ['warning no-ambiguous-paths'],
    ],
    [
      'a tag without a description',
      `${head}tags:\n  - name: a # here\npaths: { /a: { get: ${get('a', 'tags: [a],')} } }`,
      ['warning tag-description'],
    ],
    [
      'a component that nobody uses',
      `${head}paths: { /a: { get: ${get('a')} } }\ncomponents:\n  schemas:\n    Unused: # here\n      type: string`,
      ['warning no-unused-components'],
    ],
    [
      'a component that messages of a WebSocket use',
      `${head}paths: { /a: { get: ${get('a', "x-websocket: { send: { $ref: '#/components/schemas/Sent' } },")} } }\ncomponents:\n  schemas:\n    Sent: # here\n      type: string`,
      [],
    ],
    [
      'a property of a message without a type',
      `${head}paths:\n  /a:\n    get:\n      operationId: a\n      summary: S\n      responses: ${responses}\n      x-websocket:\n        send:\n          type: object\n          properties:\n            b: { description: any } # here`,
      ['warning brrt/property-has-type'],
    ],
    [
      'a required property that is not there',
      head +
        schemas(
          '    A:\n      type: object\n      required:\n        - gone # here\n      properties: { b: { type: string } }',
        ),
      ['warning no-required-schema-properties-undefined'],
    ],
    [
      'an enum of another type',
      head + schemas('    A:\n      type: string\n      enum:\n        - 1 # here'),
      ['warning mismatched-value'],
    ],
    [
      'a property without a type',
      head + schemas('    A:\n      type: object\n      properties:\n        b: { description: any } # here'),
      ['warning brrt/property-has-type'],
    ],
    [
      'money as a fraction',
      head + schemas('    A:\n      type: object\n      properties:\n        unitPrice: { type: number } # here'),
      ['warning brrt/money-is-decimal'],
    ],
    [
      'a filter that knows other values than the items',
      `${head}paths:
  /jobs:
    get:
      operationId: a
      summary: S
      parameters:
        - { name: status, in: query, schema: { type: string, enum: [OPEN] } } # here
      responses:
        '200': { description: OK, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Job' } } } } }
        '400': { description: bad }
components: { schemas: { Job: { type: object, properties: { status: { type: string, enum: [OPEN, DRAFT] } } } } }`,
      ['warning brrt/query-enum-matches-items'],
    ],
  ])('of %s', async (_name, text, want) => expect(await onMarkedLine(text)).toEqual(want));

  it.each<[string, string, readonly string[]]>([
    [
      'an operationId twice',
      `${head}paths:\n  /a: { get: ${get('a')} }\n  /b: { get: ${get('a')} } # here`,
      ['error duplicate-operation-id'],
    ],
    [
      'a reference to nothing',
      head + schemas("    A:\n      $ref: '#/components/schemas/B' # here"),
      ['error unresolved-reference'],
    ],
    [
      'a reference to a network',
      head + schemas('    A:\n      $ref: https://example.com/a.json # here'),
      ['error remote-reference'],
    ],
    ['a field that is none', `${head}path: {} # here\npaths: {}`, ['error unknown-field']],
    [
      'a path variable without a parameter',
      `${head}paths:\n  /a/{b}:\n    get: ${get('a')} # here`,
      ['warning undeclared-path-parameter'],
    ],
    [
      'a tag twice',
      `${head}tags: [{ name: a, description: A },\n  { name: a, description: B }] # here\npaths: { /a: { get: ${get('a', 'tags: [a],')} } }`,
      ['error duplicate-tag'],
    ],
    ['a query in a path', `${head}paths:\n  /a?b=c: # here\n    get: ${get('a')}`, ['warning query-in-path']],
    [
      'a required that is no list',
      head + schemas('    A:\n      type: object\n      required: b # here'),
      ['error malformed-keyword'],
    ],
  ])('once, of %s, where reader and rules see the same', async (_name, text, want) =>
    expect(await onMarkedLine(text)).toEqual(want),
  );

  it('of an operationId in another case, with what it should be', async () => {
    const text = `${head}paths:\n  /a:\n    get:\n      operationId: listPets # here\n      responses: ${responses}`;
    expect(await onMarkedLine(text, { ruleset: 'brrtrouter' })).toEqual(['error brrt/operation-id-casing']);
    const { findings } = await lint(text, { ruleset: 'brrtrouter' });
    expect(findings[0]?.hint).toBe('Did you mean list_pets?');
  });
});

describe('an example that breaks its schema is an error, with where it does', () => {
  const body = (content: string): string =>
    `${head.replace('3.1.0', '3.2.0')}paths: { /a: { get: { operationId: a, summary: S, responses: { '200': { description: OK, content: { ${content} } }, '400': { description: bad } } } } }`;
  const closed =
    'schema: { type: object, properties: { secret: { type: string, writeOnly: true }, a: { type: integer } } }';

  it.each<[string, string, RegExp]>([
    [
      'of a response',
      body(`application/json: { ${closed}, example: { a: x } }`),
      /"default" of a .*at \/a: must be integer/,
    ],
    [
      'of a response, with what only requests have',
      body(`application/json: { ${closed}, example: { secret: x } }`),
      /at \/secret: must not be returned/,
    ],
    [
      'of one item',
      body('application/jsonl: { itemSchema: { type: integer }, example: [1, x] }'),
      /at \/1: must be integer/,
    ],
    [
      'as text that is no JSON',
      body(`application/json: { ${closed}, examples: { one: { serializedValue: '{' } } }`),
      /serializedValue is not JSON/,
    ],
    [
      'in two forms that differ',
      body(`application/json: { ${closed}, examples: { one: { dataValue: { a: 1 }, serializedValue: '{"a":2}' } } }`),
      /serializedValue and dataValue show different data/,
    ],
    [
      'of a response header',
      `${head}paths: { /a: { get: { operationId: a, summary: S, responses: { '204': { description: OK, headers: { X-A: { schema: { type: integer }, example: x } } }, '400': { description: bad } } } } }`,
      /must be integer/,
    ],
    [
      'of a parameter with content',
      `${head}paths: { /a: { get: ${get('a', 'parameters: [{ name: q, in: query, content: { application/json: { schema: { type: integer }, example: x } } }],')} } }`,
      /must be integer/,
    ],
  ])('%s', async (_name, text, want) => {
    const { findings } = await lint(text);
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([{ code: 'invalid-example', message: expect.stringMatching(want) }]);
  });
});

it('says how to mend a default that its schema refuses', async () => {
  const { findings } = await lint(head + schemas('    A:\n      type: integer\n      default: x'));
  const found = findings.filter(({ code }) => code === 'invalid-example');
  expect(found).toMatchObject([{ hint: 'Write a default that its schema takes' }]);
});

describe('what a schema shows', () => {
  it.each<[string, string, readonly string[]]>([
    ['an example', '    A:\n      type: integer\n      example: x # here', ['error invalid-example']],
    [
      'one of several examples',
      '    A:\n      type: integer\n      examples: [1, x] # here',
      ['error invalid-example'],
    ],
    ['a default', '    A:\n      type: integer\n      default: x # here', ['error invalid-example']],
    [
      'an example of a property',
      '    A:\n      type: object\n      properties:\n        b:\n          type: array\n          items: { type: integer }\n          example: [x] # here',
      ['error invalid-example'],
    ],
    [
      'an example of a response, with what is read-only',
      '    A:\n      type: object\n      properties: { b: { type: integer, readOnly: true } }\n      example: { b: 1 } # here',
      [],
    ],
    [
      'an example of a request, with what is write-only',
      '    A:\n      type: object\n      properties: { b: { type: integer, writeOnly: true } }\n      example: { b: 1 } # here',
      [],
    ],
  ])('is checked: %s', async (_name, text, want) => {
    expect(await onMarkedLine(head + schemas(text), { ruleset: 'none' })).toEqual(want);
  });
});

describe('rules', () => {
  const noSummary = `${head}paths:\n  /a: { get: { operationId: a, responses: ${responses} } }`;
  const codesOf = ({ findings }: LintResult): readonly string[] =>
    findings.map(({ severity, code }) => `${severity} ${code}`);

  it.each<[LintOptions['ruleset'], readonly string[]]>([
    ['recommended', ['warning operation-summary']],
    ['minimal', ['warning operation-summary']],
    ['strict', expect.arrayContaining(['error operation-summary', 'error security-defined'])],
    ['brrtrouter', []],
    ['none', []],
  ])('of %s', async (ruleset, want) => expect(codesOf(await lint(noSummary, { ruleset }))).toEqual(want));

  it('are those of a redocly.yaml beside the contract, with its severities and ours by name', async () => {
    const file = join(folder, 'redocly.yaml');
    await writeFile(
      file,
      'extends: [minimal]\nrules:\n  operation-summary: error\n  brrt/operation-id-casing: { severity: warn, casing: PascalCase }\n',
    );
    const result = await lint(noSummary);
    await rm(file);
    expect(result.configuration).toBe(file);
    expect(codesOf(result)).toEqual(
      expect.arrayContaining(['error operation-summary', 'warning brrt/operation-id-casing']),
    );
  });

  it('run no code that lies beside a contract', async () => {
    const files = {
      'redocly.yaml': 'plugins: [./own.js]\nrules: { own/rule: error }\n',
      'own.js': "throw new Error('run')",
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const result = await lint(noSummary);
    for (const name of Object.keys(files)) await rm(join(folder, name));
    expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('are also those of the sets and files that a redocly.yaml extends, but for what the reader judges', async () => {
    const files = {
      'redocly.yaml': 'extends: [recommended, ./own.yaml]\nrules: { security-defined: off }\n',
      'own.yaml': 'rules: { info-contact: error }\n',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const result = await lint(noSummary.replace('operationId: a,', 'operationId: a, nonsense: 1,'));
    for (const name of Object.keys(files)) await rm(join(folder, name));
    const codes = codesOf(result);
    expect(codes).toEqual(expect.arrayContaining(['error operation-summary', 'error info-contact']));
    expect(codes.filter((code) => / (?:struct|unknown-field)$/.test(code))).toEqual(['error unknown-field']);
  });

  it('of a redocly.yaml that are not run are named', async () => {
    const file = join(folder, 'redocly.yaml');
    await writeFile(
      file,
      'extends: [own/all, https://a.invalid/b.yaml, ./none.yaml]\nplugins: [./own.js]\nrules: { foo: error }\n',
    );
    const { findings } = await lint(noSummary);
    await rm(file);
    const messages = findings
      .filter(({ code }) => code === 'rules-left-out')
      .map(({ line, message }) => `${line} ${message}`);
    expect(messages.sort()).toEqual([
      '1 ./none.yaml cannot be read',
      '1 https://a.invalid/b.yaml cannot be read',
      '1 own/all is of a plugin that is not run',
      '2 The plugin ./own.js is not run',
      '3 There is no rule foo to be run',
    ]);
  });

  it.each([
    ['a set that there is not', 'extends: [recomended]\n'],
    ['no YAML', 'rules: ['],
  ])('of a redocly.yaml with %s are no silent consent', async (_what, text) => {
    const file = join(folder, 'redocly.yaml');
    await writeFile(file, text);
    const { findings } = await lint(noSummary);
    await rm(file);
    expect(findings).toContainEqual(expect.objectContaining({ severity: 'error', code: 'rules-stopped', file }));
  });

  it.each([
    ['a named set', undefined],
    ['a redocly.yaml', 'extends: [recommended]\n'],
  ])('run no plugin of the folder that the engine would find by itself, by %s', async (_by, text) => {
    const [theme, config, ran] = ['@theme', 'redocly.yaml', 'ran'].map((name) => join(folder, name));
    const before = process.cwd();
    await mkdir(theme ?? '');
    await writeFile(
      join(theme ?? '', 'plugin.mjs'),
      `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(ran)}, '');\nexport default () => ({ id: 'own' });\n`,
    );
    if (text !== undefined) await writeFile(config ?? '', text);
    const working = vi.spyOn(process, 'cwd').mockReturnValue(folder);
    try {
      expect(codesOf(await lint(noSummary))).toContainEqual(expect.stringMatching(/operation-summary$/));
    } finally {
      working.mockRestore();
      for (const path of [theme, config]) await rm(path ?? '', { recursive: true, force: true });
    }
    expect([process.cwd(), existsSync(ran ?? '')]).toEqual([before, false]);
  });

  it('know OpenAPI 3.2', async () => {
    const { findings } = await lint(`openapi: 3.2.0
$self: https://example.org/openapi.yaml
info: { title: T, version: '1', license: { name: MIT, identifier: MIT } }
servers: [{ url: https://api.brrt.dev, name: prod }]
tags: [{ name: a, summary: A, description: d, kind: nav }, { name: b, parent: a, description: d }]
security: [{ dev: [read] }]
paths:
  /search:
    query:
      operationId: search
      summary: S
      tags: [b]
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '200': { summary: OK, content: { application/jsonl: { itemSchema: { type: object } } } }, '400': { summary: bad } }
    get:
      operationId: find
      summary: S
      parameters: [{ name: q, in: querystring, content: { application/x-www-form-urlencoded: { schema: { type: object } } } }]
      responses: { '200': { summary: OK, content: { text/event-stream: { $ref: '#/components/mediaTypes/Events' } } }, 4XX: { summary: bad } }
    additionalOperations:
      COPY: { operationId: copy, summary: S, responses: ${responses} }
components:
  mediaTypes: { Events: { description: Events, itemSchema: { $ref: 'https://example.org/openapi.yaml#/components/schemas/Pet' } } }
  securitySchemes:
    dev: { type: oauth2, flows: { deviceAuthorization: { deviceAuthorizationUrl: https://a.brrt.dev, tokenUrl: https://a.brrt.dev, scopes: { read: Read } } } }
  schemas:
    Pet: { type: object, properties: { data: { type: string } } }
`);
    expect(findings).toEqual([]);
  });
});

describe('an approval', () => {
  const noSummary = (comment = ''): string =>
    `${head}paths:\n  /a:\n    ${comment}\n    get:\n      { operationId: a, responses: ${responses} }`;

  it('by a comment covers the next line and says why', async () => {
    const { findings, approved } = await lint(noSummary('# brrt-lint-approve operation-summary: internal'));
    expect(findings).toEqual([]);
    expect(approved).toMatchObject([{ finding: { code: 'operation-summary', line: 7 }, reason: 'internal' }]);
  });

  it('in a file that cannot be read are not taken for none', async () => {
    const file = join(folder, 'lint-approvals.yaml');
    await writeFile(file, 'a: [');
    const { findings } = await lint(`${head}paths: {}\n`);
    await rm(file);
    expect(findings).toContainEqual(expect.objectContaining({ code: 'unusable-approval', file, line: 1 }));
  });

  it('by a file covers what is below a pointer', async () => {
    const file = join(folder, 'lint-approvals.yaml');
    await writeFile(file, '- { rule: operation-summary, pointer: /paths/~1a, reason: internal }\n');
    const { findings, approved } = await lint(noSummary());
    await rm(file);
    expect([findings, approved.length]).toEqual([[], 1]);
  });

  it.each<[string, string, Partial<Diagnostic>]>([
    [
      'without a reason',
      '# brrt-lint-approve operation-summary',
      { code: 'unusable-approval', severity: 'warning', line: 6 },
    ],
    ['of nothing', '# brrt-lint-approve info-contact: no', { code: 'unused-approval', severity: 'note', line: 6 }],
  ])('%s is a finding itself', async (_name, comment, want) => {
    const { findings } = await lint(noSummary(comment));
    expect(findings).toMatchObject(
      expect.arrayContaining([expect.objectContaining(want), expect.objectContaining({ code: 'operation-summary' })]),
    );
  });
});

const specs = new URL('../../../../shared/specs/', import.meta.url);

describe.skipIf(!existsSync(specs))('real contracts (skipped where they are absent)', () => {
  it.each([
    ['redocly-museum-3.1.yaml', 0],
    ['redocly-cafe-3.2.yaml', 2],
    ['petstore-3.0.yaml', 6],
    ['petstore-2.0.json', 13],
    ['figma-3.1.yaml', 14],
    ['prometheus-3.2.yaml', 57],
  ])('%s has as many warnings of rules as before', async (name, want) => {
    const file = new URL(name, specs).pathname;
    const read = { ...(await readServiceModel(file, { skipBroken: true })), file };
    const { findings } = await lintContract(read, {
      ruleset: undefined,
      lenient: true,
      workingDirectory: folder,
      overlays: [],
    });
    expect(findings.filter(({ code }) => code === 'rules-stopped')).toEqual([]);
    expect(findings.filter(({ severity }) => severity === 'warning').length).toBe(want);
  });
});
