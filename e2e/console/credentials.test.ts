import type { CallCredential, CallEvent } from '@brrt/dashboard';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callTo, createWorld, type World } from './world.ts';

const stillContract = `openapi: 3.1.0
info: { title: Still, version: '1' }
paths: { /a: { get: { operationId: wait, responses: { '204': { description: x } } } } }
`;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const development = (scheme: string): CallCredential => ({ scheme, useDevelopment: true });

function statusOf(events: readonly CallEvent[]): number | undefined {
  return events.flatMap((event) => (event.type === 'head' ? [event.status] : []))[0];
}

describe('credentials go where their scheme wants them', () => {
  it.each<[string, string, readonly CallCredential[], number]>([
    ['header, query and cookie', 'withKeys', ['Header', 'Query', 'Cookie'].map(development), 200],
    ['one of three', 'withKeys', [development('Header')], 401],
    [
      'a key that was typed',
      'withKeys',
      [{ scheme: 'Header', value: 'canary-header-key' }, development('Query'), development('Cookie')],
      200,
    ],
    ['basic', 'withBasic', [development('Basic')], 200],
    ['basic that was typed', 'withBasic', [{ scheme: 'Basic', username: 'ada', password: 'canary-password' }], 200],
    ['basic with a wrong password', 'withBasic', [{ scheme: 'Basic', username: 'ada', password: 'canary-other' }], 401],
    ['bearer', 'withBearer', [development('Bearer')], 200],
    ['a token that was typed', 'withBearer', [{ scheme: 'Bearer', value: 'canary-token' }], 200],
    ['none', 'withBearer', [], 401],
  ])('%s', async (_name, operationId, credentials, want) => {
    expect(statusOf(await world.call({ operationId, credentials }))).toBe(want);
  });

  it.each<[string, string, readonly CallCredential[], RegExp]>([
    [
      'a client certificate',
      'withCertificate',
      [{ scheme: 'Certificate', value: 'x' }],
      /client certificate, and the console has none/,
    ],
    ['a scheme that is not there', 'withBearer', [{ scheme: 'Nobody', value: 'canary' }], /no scheme of the contract/],
    ['two for one header', 'withBearer', [development('Bearer'), development('Basic')], /Two credentials/],
    ['a user name with a colon', 'withBasic', [{ scheme: 'Basic', username: 'a:b', password: 'canary' }], /no colon/],
    ['a key for basic', 'withBasic', [{ scheme: 'Basic', value: 'canary' }], /user name and a password/],
  ])('%s is said, and nothing is sent', async (_name, operationId, credentials, want) => {
    const events = await world.call({ operationId, credentials });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      sent: false,
      violations: [{ keyword: 'credentials', detail: expect.stringMatching(want) }],
    });
  });
});

it('no event of a call has a credential in it, wherever it goes and however it ends', async () => {
  const all = [development('Header'), development('Query'), development('Cookie'), development('Bearer')];
  const typed: readonly CallCredential[] = [
    { scheme: 'Header', value: 'canary-\u{1F600}' },
    { scheme: 'Query', value: 'canary & more' },
  ];
  const headers = { Authorization: 'Bearer canary-free', Cookie: 'free=canary' };
  const calls = [
    await world.call({ operationId: 'answer', credentials: all }),
    await world.call({ operationId: 'answer', credentials: all, sendInvalid: true }),
    await world.call({ operationId: 'withBasic', credentials: [development('Basic')] }),
    await world.call({ operationId: 'withBearer', headers, sendInvalid: true }),
    await world.call({ operationId: 'answer', credentials: typed, sendInvalid: true }),
  ];
  const shown = JSON.stringify(calls.map((events) => events.filter(({ type }) => type !== 'chunk')));
  expect(shown).toContain('•••');
  expect(shown).not.toMatch(/canary|Y2FuYXJ5|YWRhOmNhbmFyeS/);
});

describe('a page chooses no host and frames no message', () => {
  it.each(['Host', 'connection', 'Content-Length', 'Transfer-Encoding', 'upgrade', 'TE', 'Trailer', 'Keep-Alive'])(
    '%s is refused',
    async (name) => {
      const [checked, ...rest] = await world.call({ operationId: 'answer', headers: { [name]: 'evil.example' } });
      expect(checked).toMatchObject({ sent: false, violations: [{ keyword: 'protected' }] });
      expect(rest).toEqual([]);
      const sent = await world.call({ operationId: 'answer', headers: { [name]: 'evil.example' }, sendInvalid: true });
      expect(JSON.stringify(sent)).not.toContain('evil.example');
    },
  );

  it.each([
    ['a line break', 'X-A', 'a\r\nHost: evil.example'],
    ['a name that is none', 'X A', 'a'],
  ])('%s is refused', async (_name, name, value) => {
    const [checked] = await world.call({ operationId: 'answer', headers: { [name]: value } });
    expect(checked).toMatchObject({ sent: false, violations: [{ keyword: 'protected' }] });
  });

  it('a path leads nowhere else', async () => {
    const path = { plain: '..', label: [1], matrix: { x: 1 }, list: ['//evil.example'] };
    const [checked] = await world.call({ operationId: 'pathStyles', parameters: { path } });
    expect(checked).toMatchObject({ sent: false, url: expect.stringContaining(`${world.url}/path/`) });
  });
});

it('the trace is told before the call and is that of the service, whatever the page sends', async () => {
  const headers = { traceparent: '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01' };
  const [checked, ...rest] = await world.call({ operationId: 'withBearer', headers });
  if (checked?.type !== 'checked') throw new TypeError('not checked');
  expect(checked.traceId).toMatch(/^[\da-f]{32}$/);
  expect(checked.traceId).not.toBe('0123456789abcdef0123456789abcdef');
  const problem = JSON.parse(rest.map((event) => (event.type === 'chunk' ? event.text : '')).join(''));
  expect(problem).toMatchObject({ status: 401, traceId: checked.traceId });
});

describe('what breaks the contract is told as the service tells it', () => {
  it.each([
    [
      'a number that is too large',
      { operationId: 'queryStyles', parameters: { query: { count: 11 } } },
      ['query /count maximum'],
    ],
    [
      'a text for a number',
      { operationId: 'queryStyles', parameters: { query: { count: 'many' } } },
      ['query /count type'],
    ],
    [
      'a missing path parameter',
      { operationId: 'pathStyles', parameters: { path: { plain: 'a', label: [1], matrix: { x: 1 } } } },
      ['path /list required'],
    ],
    ['a missing body', { operationId: 'postJson' }, ['body  required']],
    [
      'a broken body',
      { operationId: 'postJson', body: { mediaType: 'application/json', value: { name: 'M', more: 1 } } },
      ['body /name minLength', 'body /more additionalProperties'],
    ],
    [
      'what is read-only',
      { operationId: 'postJson', body: { mediaType: 'application/json', value: { id: 1, name: 'Max' } } },
      ['body /id readOnly'],
    ],
    [
      'JSON that is none',
      { operationId: 'postJson', body: { mediaType: 'application/json', text: '{"name"' } },
      ['body  parse'],
    ],
    [
      'a media type that is not taken',
      { operationId: 'postJson', body: { mediaType: 'text/csv', text: 'a' } },
      ['body  contentType'],
    ],
    [
      'an item',
      { operationId: 'postLines', body: { mediaType: 'application/jsonl', value: [{ x: 1 }, {}] } },
      ['body /1/x required'],
    ],
    [
      'a part',
      { operationId: 'postMultipart', body: { mediaType: 'multipart/form-data', value: { title: 'T' } } },
      ['body /file required'],
    ],
    [
      'a header that is not declared as parameter',
      { operationId: 'answer', parameters: { header: { 'X-More': '1' } } },
      ['header /X-More unknown'],
    ],
  ])('%s', async (_name, call, want) => {
    const events = await world.call(call);
    const [checked] = events;
    if (checked?.type !== 'checked') throw new TypeError('not checked');
    expect(checked.violations.map(({ in: place, pointer, keyword }) => `${place} ${pointer} ${keyword}`)).toEqual(want);
    expect(checked.sent).toBe(false);
    expect(events).toHaveLength(1);
  });

  it('and is sent all the same when that is wanted: the service finds the same', async () => {
    const body = { mediaType: 'application/json', value: { name: 'M' } };
    const [checked, head, chunk] = await world.call({ operationId: 'postJson', body, sendInvalid: true });
    if (checked?.type !== 'checked' || chunk?.type !== 'chunk') throw new TypeError('not sent');
    expect(head).toMatchObject({ status: 400 });
    expect(JSON.parse(chunk.text ?? '').errors).toEqual(checked.violations);
  });
});

describe('what cannot be called says so', () => {
  it('an operation that is not there', async () => {
    expect(await world.call({ operationId: 'nobody' })).toEqual([
      { type: 'failed', message: 'everything has no operation nobody', timing: { total: 0 } },
    ]);
  });

  it('a service that does not run is checked all the same', async () => {
    await world.addApp('still', stillContract);
    const events = await callTo(world.console, 'still', { operationId: 'wait' });
    expect(events).toMatchObject([
      { type: 'checked', violations: [], sent: false },
      { type: 'failed', message: 'still does not run' },
    ]);
  });

  it('a service of which there is no contract', async () => {
    const asked = [world.console.operations('none'), world.console.schemas('none'), world.console.security('none')];
    expect(await Promise.all(asked)).toEqual([undefined, undefined, undefined]);
    expect(await world.console.setMock('none', 'a', { mode: 'handler' })).toBe('none has no operation a');
  });
});
