import { describe, expect, it } from 'vitest';
import { readServiceModelText } from '../src/index.ts';
import { contract, modelOf } from './read-text.ts';

const responses = { '101': { description: 'Switching protocols' } };

function watching(webSocket: unknown, operation: object = {}): object {
  const get = { operationId: 'watchOrder', responses, 'x-websocket': webSocket, ...operation };
  return contract({ '/orders/live': { get } }, { schemas: { Command: { type: 'object' }, Event: { type: 'string' } } });
}

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe('x-websocket', () => {
  it('says what the service receives and sends, and its limits', async () => {
    const { operations } = await modelOf(
      watching({
        receive: reference('Command'),
        send: { oneOf: [reference('Event'), { type: 'integer' }] },
        binary: ['send'],
        subprotocols: ['orders.v2', 'orders.v1'],
        maxMessageBytes: 4096,
        maxConnections: 10,
        idleTimeoutSeconds: 60,
      }),
    );
    expect(operations[0]?.webSocket).toMatchObject({
      receive: { schema: reference('Command'), binary: false },
      send: { schema: { oneOf: [reference('Event'), { type: 'integer' }] }, binary: true },
      subprotocols: ['orders.v2', 'orders.v1'],
      maxMessageBytes: 4096,
      maxConnections: 10,
      idleTimeoutSeconds: 60,
    });
    expect(operations[0]?.extensions).toEqual({});
  });

  it('may have messages in one direction only', async () => {
    const { operations } = await modelOf(watching({ send: reference('Event') }));
    expect(operations[0]?.webSocket).toMatchObject({ receive: { binary: false }, subprotocols: [] });
    expect(operations[0]?.webSocket?.receive).not.toHaveProperty('schema');
  });

  it.each([
    ['an unknown field', { send: true, recieve: true }, 'error unknown-setting Did you mean "receive"?'],
    ['a field of nothing', { send: true, colour: 1 }, /^error unknown-setting There are receive, send/],
    ['an unknown direction', { send: true, binary: ['sends'] }, 'error unknown-setting Did you mean "send"?'],
    ['no list', { send: true, binary: true }, /^error unknown-setting Write binary: \[…\]$/],
    ['no name', { send: true, subprotocols: ['a b'] }, /^error unknown-setting Write a name without spaces/],
    ['no number', { send: true, maxMessageBytes: '64k' }, 'error unknown-setting Such as 65536'],
    ['nothing to say', { subprotocols: ['a'] }, /^error invalid-websocket Describe what the service/],
  ])('refuses %s', async (_name, webSocket, want) => {
    expect(await findings(watching(webSocket))).toEqual([expect.stringMatching(want)]);
  });

  it('refuses other methods than GET, and a body', async () => {
    const post = { responses, 'x-websocket': { send: true } };
    expect(await findings(contract({ '/live': { post } }))).toEqual([
      'error invalid-websocket Describe it under "get"',
    ]);
    const requestBody = { content: { 'application/json': {} } };
    expect(await findings(watching({ send: true }, { requestBody }))).toEqual([
      'error invalid-websocket Describe the messages under x-websocket.receive',
    ]);
  });

  it('is not passed on to another service', async () => {
    const passed = { 'x-service': 'orders', 'x-brrtrouter-downstream-path': '/live' };
    expect(await findings(watching({ send: true }, passed))).toEqual([
      expect.stringMatching(/^error invalid-pass-through Write a handler/),
    ]);
  });

  it('tells where it stands and where it has no effect', async () => {
    const { diagnostics } = await readServiceModelText({
      file: 'openapi.yaml',
      text: `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /live:
    x-websocket: { send: true }
    get:
      responses: { '200': { description: OK } }
      x-websocket:
        send: true
        maxConnexions: 5
`,
    });
    expect(diagnostics.map(({ line, code, pointer }) => `${line} ${code} ${pointer}`)).toEqual([
      '5 extension-without-effect /paths/~1live/x-websocket',
      '10 unknown-setting /paths/~1live/get/x-websocket/maxConnexions',
      '7 ignored-field /paths/~1live/get/responses/200',
    ]);
  });

  it('is read in every version, references and older forms of schemas too', async () => {
    const get = { responses, 'x-websocket': { receive: { $ref: '#/definitions/Command' } } };
    const swagger = { swagger: '2.0', paths: { '/live': { get } }, definitions: { Command: { type: 'object' } } };
    const older = contract({
      '/live': { get: { responses, 'x-websocket': { send: { type: 'string', nullable: true } } } },
    });
    const info = { title: 'T', version: '1' };
    const models = [await modelOf({ ...swagger, info }), await modelOf({ ...older, openapi: '3.0.3' })];
    expect(models.map(({ operations }) => operations[0]?.webSocket)).toMatchObject([
      { receive: { schema: reference('Command') } },
      { send: { schema: { type: ['string', 'null'] } } },
    ]);
  });
});

async function findings(document: object): Promise<readonly string[]> {
  const { diagnostics } = await readServiceModelText({ text: JSON.stringify(document), file: '/nowhere/openapi.json' });
  return diagnostics.map(({ severity, code, hint }) => `${severity} ${code} ${hint}`);
}
