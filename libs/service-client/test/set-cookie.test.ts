import { createService } from '@brrt/router-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientSchemas, createClient } from '../src/index.ts';
import { type AnyClient, methodOf } from './call.ts';
import { contractOf } from './echo-service.ts';
import { exchangeOf } from './exchange.ts';
import { startUpstream } from './upstream.ts';

const cookie = { type: 'string', pattern: '^[a-z]+=' };
const headers = {
  list: { 'Set-Cookie': { required: true, schema: { type: 'array', maxItems: 2, items: cookie } } },
  one: { 'set-cookie': { schema: cookie } },
  text: { 'Set-Cookie': { content: { 'text/plain': { schema: cookie } } } },
  joined: { 'X-List': { schema: { type: 'array', items: { type: 'string' } } } },
};
const document = {
  openapi: '3.1.0',
  info: { title: 'Cookies', version: '1' },
  paths: Object.fromEntries(
    Object.entries(headers).map(([operationId, each]) => [
      `/${operationId}`,
      { get: { operationId, responses: { 204: { description: 'Set', headers: each } } } },
    ]),
  ),
};

const a = 'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT';
const b = 'b="x,y"; HttpOnly';

describe('Set-Cookie', () => {
  let given: Readonly<Record<string, unknown>> = {};
  let url = '';
  const opened: { close(): Promise<unknown> }[] = [];
  let client: AnyClient;
  beforeAll(async () => {
    const contract = await contractOf(document);
    const handlers = Object.fromEntries(
      Object.keys(headers).map((name) => [name, () => ({ status: 204, headers: given })]),
    );
    const service = createService({ contract, handlers: handlers as never }); // every operation has the same handler
    ({ url } = await service.listen({ port: 0, host: '127.0.0.1' }));
    const definition = {
      service: 'cookies',
      contract: contract.model,
      schemas: clientSchemas('cookies', contract.model),
    };
    const bindable = createClient<AnyClient>(definition, { baseUrl: url });
    client = bindable.bind(exchangeOf());
    opened.push(bindable, service);
  });
  afterAll(async () => {
    for (const each of opened) await each.close();
  });

  it.each<[string, string, object, readonly string[], unknown]>([
    ['several lines of an array', 'list', { 'Set-Cookie': [a, b] }, [a, b], { 'Set-Cookie': [a, b] }],
    ['an array of one', 'list', { 'Set-Cookie': [a] }, [a], { 'Set-Cookie': [a] }],
    ['one where one is described', 'one', { 'set-cookie': a }, [a], { 'set-cookie': a }],
    ['several where one is described', 'one', { 'set-cookie': [a, b] }, [a, b], { 'set-cookie': [a, b] }],
    ['text, by its content', 'text', { 'Set-Cookie': a }, [a], { 'Set-Cookie': a }],
    ['none', 'one', {}, [], {}],
    ['another list stays one line', 'joined', { 'X-List': ['a', 'b'] }, [], { 'X-List': ['a', 'b'] }],
  ])('%s', async (_name, operation, sent, lines, want) => {
    given = sent as Readonly<Record<string, unknown>>;
    expect((await fetch(`${url}/${operation}`)).headers.getSetCookie()).toEqual(lines);
    expect((await methodOf(client, operation)()).headers).toEqual(want);
  });

  it.each([
    ['one of several breaks the contract', 'list', { 'Set-Cookie': [a, 'no cookie'] }],
    ['one of several breaks the contract of one', 'one', { 'set-cookie': [a, 'no cookie'] }],
    ['there are too many', 'list', { 'Set-Cookie': [a, b, a] }],
    ['a required one is missing', 'list', {}],
    ['one brings a line of its own', 'one', { 'set-cookie': ['a=1\r\nX: y'] }],
  ])('where %s, nothing leaves', async (_name, operation, sent) => {
    given = sent as Readonly<Record<string, unknown>>;
    const response = await fetch(`${url}/${operation}`);
    expect([response.status, response.headers.getSetCookie()]).toEqual([500, []]);
  });

  it.each([
    ['list', ['a=1', 'no cookie']],
    ['one', ['a=1', 'no cookie']],
    ['list', ['a=1', 'b=2', 'c=3']],
  ])('a client refuses what breaks the contract: %s %j', async (operation, lines) => {
    await using upstream = await startUpstream((_request, response) => {
      response.writeHead(204, { 'set-cookie': [...lines] }).end();
    });
    const { model } = await contractOf(document);
    const definition = { service: 'cookies', contract: model, schemas: clientSchemas('cookies', model) };
    const bindable = createClient<AnyClient>(definition, { baseUrl: upstream.url });
    await expect(methodOf(bindable.bind(exchangeOf()), operation)()).rejects.toMatchObject({ code: 'ERR_UPSTREAM' });
    await bindable.close();
  });
});
