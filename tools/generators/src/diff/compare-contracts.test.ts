import { describe, expect, it } from 'vitest';
import { diff, told, withBody, withOperation } from './testing/diff-texts.ts';

describe('who may call it, and where', () => {
  const schemes = `components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    other: { type: apiKey, in: header, name: X-Other }
    token: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://a.example/t', scopes: { read: r, write: w } } } }
`;
  it.each<[string, string, string, readonly string[]]>([
    ['a credential asked for', '', 'security: [{ key: [] }]', ['breaking security-narrowed']],
    ['none asked for any more', 'security: [{ key: [] }]', 'security: []', ['compatible security-widened']],
    [
      'an alternative more',
      'security: [{ key: [] }]',
      'security: [{ key: [] }, { other: [] }]',
      ['compatible security-widened'],
    ],
    [
      'an alternative less',
      'security: [{ key: [] }, { other: [] }]',
      'security: [{ key: [] }]',
      ['breaking security-narrowed'],
    ],
    ['both at once', 'security: [{ key: [] }]', 'security: [{ key: [], other: [] }]', ['breaking security-narrowed']],
    [
      'another scope',
      'security: [{ token: [read] }]',
      'security: [{ token: [read, write] }]',
      ['breaking security-narrowed'],
    ],
    [
      'a scope less',
      'security: [{ token: [read, write] }]',
      'security: [{ token: [read] }]',
      ['compatible security-widened'],
    ],
    [
      'alternatives in another order',
      'security: [{ key: [] }, { other: [] }]',
      'security: [{ other: [] }, { key: [] }]',
      [],
    ],
  ])('%s', async (_name, old, fresh, want) => {
    expect(told(await diff(withOperation(old, schemes), withOperation(fresh, schemes)))).toEqual(want);
  });

  it('takes a token for a token, wherever it is had', async () => {
    const bearer = schemes.replace(/token: .*/, 'token: { type: http, scheme: bearer }');
    const asked = 'security: [{ token: [] }]';
    expect(told(await diff(withOperation(asked, schemes), withOperation(asked, bearer)))).toEqual([
      'unknown security-scheme-changed',
    ]);
  });

  it('names what a scheme of the same name asks for now', async () => {
    const asked = 'security: [{ key: [] }]';
    const moved = schemes.replace('name: X-Key', 'name: X-New');
    const [change] = await diff(withOperation(asked, schemes), withOperation(asked, moved));
    expect(change?.text).toBe('key (header X-Key) does not open it any more: it asks for key (header X-New)');
  });

  it('knows an operation by method and path, whatever its parameters are called', async () => {
    const at = (path: string, id: string, name: string): string =>
      `paths:\n  ${path}:\n    get: { operationId: ${id}, parameters: [{ name: ${name}, in: path, required: true, schema: { type: string } }], responses: { '200': { description: a } } }\n`;
    expect(told(await diff(at('/pets/{id}', 'getPet', 'id'), at('/pets/{petId}', 'readPet', 'petId')))).toEqual([
      'compatible operation-renamed',
    ]);
    const moved = await diff(at('/pets/{id}', 'getPet', 'id'), at('/animals/{id}', 'getPet', 'id'));
    expect(told(moved)).toEqual(['compatible operation-added', 'breaking operation-removed']);
    expect(moved[1]?.text).toBe('GET /pets/{id} has moved to GET /animals/{id}');
    expect(
      told(
        await diff(`servers: [{ url: /v1 }]\n${withOperation('')}`, `servers: [{ url: /v2 }]\n${withOperation('')}`),
      ),
    ).toEqual(['breaking base-path-removed']);
  });

  it('reads webhooks the other way round', async () => {
    const hook = (schema: string): string =>
      `paths: {}\nwebhooks:\n  petAdded:\n    post: { requestBody: { content: { application/json: { schema: ${schema} } } }, responses: { '200': { description: a } } }\n`;
    expect(told(await diff(hook('{ enum: [a] }'), hook('{ enum: [a, b] }')))).toEqual(['breaking response-widened']);
    expect(told(await diff(hook('{ enum: [a, b] }'), hook('{ enum: [a] }')))).toEqual(['compatible response-narrowed']);
    expect(told(await diff(hook('{}'), 'paths: {}\nwebhooks: {}\n'))).toEqual(['unknown webhook-removed']);
    expect(told(await diff('paths: {}\nwebhooks: {}\n', hook('{}')))).toEqual(['compatible webhook-added']);
  });

  it('asks to look when a path that is kept elsewhere has other servers', async () => {
    const at = (url: string): string =>
      `paths:\n  /pets: { $ref: '#/components/pathItems/pets' }\ncomponents: { pathItems: { pets: { servers: [{ url: '${url}' }], get: { operationId: a, responses: { '200': { description: a } } } } } }\n`;
    expect(told(await diff(at('https://a.example'), at('https://b.example')))).toEqual([
      'unknown server-changed',
      'compatible server-changed',
    ]);
  });

  it('asks to look when a server is not named any more', async () => {
    const at = (url: string): string => `servers: [{ url: '${url}' }]\n${withOperation('x-a: b')}`;
    expect(told(await diff(at('https://a.example'), at('https://b.example')))).toEqual([
      'unknown server-changed',
      'compatible server-changed',
    ]);
  });

  it.each<[string, string, string, readonly string[]]>([
    ['lists no values any more', 'default: a, enum: [a, b]', 'default: a', ['compatible server-changed']],
    ['lists its values', 'default: a', 'default: a, enum: [a]', ['unknown server-changed']],
    ['has another default among its values', 'default: a, enum: [a, b]', 'default: b, enum: [a, b]', []],
    ['may have any value in both', 'default: a', "default: a, description: 'a region'", []],
  ])('a variable of a server %s', async (_name, old, fresh, want) => {
    const at = (variable: string): string =>
      `servers: [{ url: 'https://{at}.example', variables: { at: { ${variable} } } }]\n${withOperation('x-a: b')}`;
    expect(told(await diff(at(old), at(fresh)))).toEqual(want);
  });

  it('a variable of a server that becomes one host is a server that is gone', async () => {
    const open = "{ url: 'https://{at}.example', variables: { at: { default: a } } }";
    const at = (server: string): string => `servers: [${server}]\n${withOperation('x-a: b')}`;
    const [change] = await diff(at(open), at("{ url: 'https://a.example' }"));
    expect(change).toMatchObject({ level: 'unknown', text: 'https://{at}.example is no longer among the servers' });
  });

  it('another default of a variable that lists no values is told as what it is', async () => {
    const at = (usual: string): string =>
      `servers: [{ url: 'https://{at}.example', variables: { at: { default: ${usual} } } }]\n${withOperation('x-a: b')}`;
    expect(await diff(at('a'), at('b'))).toMatchObject([
      { text: 'https://a.example is no longer the server of clients that fill in no variable' },
      { text: 'https://b.example is among the servers now' },
    ]);
  });

  it('gives the same change the same fingerprint, and a later one another', async () => {
    const print = async (old: string, fresh: string) => (await diff(withBody(old), withBody(fresh)))[0]?.fingerprint;
    const first = await print('{ type: integer }', '{ type: integer, minimum: 1 }');
    expect(await print('{ type: integer }', '{ type: integer, minimum: 1 }')).toBe(first);
    expect(await print('{ type: integer }', '{ type: integer, minimum: 2 }')).not.toBe(first);
  });
});
