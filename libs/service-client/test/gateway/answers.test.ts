import { once } from 'node:events';
import { type IncomingMessage, request as open, type RequestListener, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { type PassingOptions, startPassing } from './passing-service.ts';

const contract = `
  /pets/{id}:
    get:
      operationId: getPet
      x-service: pets
      x-brrtrouter-downstream-path: /v1/pets/{id}
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: OK
          headers: { ETag: { schema: { type: string } }, X-Count: { schema: { type: integer } } }
          content:
            application/json: { schema: { type: object, required: [name], additionalProperties: false, properties: { name: { type: string } } } }
            text/event-stream: {}
            application/octet-stream: {}
        '206': { description: Part, content: { application/octet-stream: {}, application/json: {} } }
        '302': { description: Elsewhere, headers: { Location: { schema: { type: string } } } }
        '404': { description: None, content: { application/problem+json: { schema: { type: object } } } }
        '409': { description: Conflict, content: { application/json: { schema: { type: object, required: [why] } } } }
        '503': { description: Later, content: { application/problem+json: {} } }
    delete:
      operationId: removePet
      x-service: pets
      x-brrtrouter-downstream-path: /v1/pets/{id}
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: Gone, headers: { Set-Cookie: { schema: { type: string } } } } }
  /shops/{id}/first:
    get:
      operationId: firstShop
      x-service: pets
      x-brrtrouter-downstream-path: /v1/shops/{id}
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: OK } }
`;

const start = (answer: RequestListener, options: PassingOptions = {}) => startPassing(contract, answer, options);
const send =
  (
    status: number,
    headers: Readonly<Record<string, string | string[]>> = {},
    body: string | Buffer = '',
  ): RequestListener =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

async function get(url: string, options: { method?: string; headers?: Record<string, string> } = {}) {
  const request = open(url, options).end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { response, body: await buffer(response) };
}

const json = { 'content-type': 'application/json' };

describe('an answer that is passed on', () => {
  it('keeps its octets and fields, and not what is for one connection or tells of the service behind', async () => {
    const own = {
      'x-twice': ['1', '2'],
      'x-count': '7',
      'cache-control': 'max-age=5',
      vary: 'Accept',
      date: 'Thu, 01 Jan 2026 00:00:00 GMT',
    };
    await using service = await start(
      send(
        200,
        {
          ...json,
          ...own,
          ...{ connection: 'close, X-Hop', 'x-hop': '1', server: 'inner', 'x-powered-by': 'inner', via: '1.1 inner' },
          ...{ 'access-control-allow-origin': '*', 'set-cookie': ['a=1', 'b=2'], 'x-request-id': 'theirs' },
          ...{
            'ratelimit-policy': 'q',
            'strict-transport-security': 'max-age=1',
            'x-content-type-options': 'theirs',
            'proxy-authenticate': 'x',
          },
        },
        '{ "name" : "\\u00e4" }\n',
      ),
    );
    const { response, body } = await get(`${service.url}/pets/a`);
    expect(body.toString()).toBe('{ "name" : "\\u00e4" }\n');
    expect(response.headersDistinct).toMatchObject({
      'x-twice': ['1', '2'],
      'x-count': ['7'],
      'cache-control': ['max-age=5'],
      date: [own.date],
      'content-type': ['application/json'],
      'content-length': ['22'],
      'x-content-type-options': ['nosniff'],
    });
    expect(response.headers.vary).toContain('Accept');
    expect(response.headers['x-request-id']).not.toBe('theirs');
    const gone = [
      'x-hop',
      'server',
      'x-powered-by',
      'via',
      'access-control-allow-origin',
      'set-cookie',
      'ratelimit-policy',
      'strict-transport-security',
      'proxy-authenticate',
    ];
    for (const name of gone) expect(response.headers).not.toHaveProperty(name);
  });

  it.each([
    ['application/octet-stream', 'octets'],
    ['application/json', '{"name":"a"}'],
  ])('has the octets of fields that are more than ASCII: %s', async (contentType, octets) => {
    const name = Buffer.from('filename="日本.pdf"').toString('latin1');
    const fields = { 'content-type': contentType, 'content-disposition': name };
    await using service = await start(send(200, fields, Buffer.from(octets)));
    const { response, body } = await get(`${service.url}/pets/a`);
    expect([response.headers['content-disposition'], body.toString()]).toEqual([name, octets]);
  });

  it('sets cookies where the contract says so', async () => {
    await using service = await start(send(204, { 'set-cookie': ['a=1', 'b=2'] }));
    const { response } = await get(`${service.url}/pets/a`, { method: 'DELETE' });
    expect([response.statusCode, response.headers['set-cookie']]).toEqual([204, ['a=1', 'b=2']]);
    expect(response.headers).not.toHaveProperty('content-length');
  });

  it.each(['application/json', 'application/octet-stream'])('stays compressed as it came: %s', async (contentType) => {
    const octets = gzipSync(`{"name":"${'a'.repeat(5_000)}"}`);
    const headers = { 'content-type': contentType, 'content-encoding': 'gzip', etag: '"strong"' };
    await using service = await start(send(200, { ...headers, 'content-length': String(octets.length) }, octets));
    const { response, body } = await get(`${service.url}/pets/a`, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(body.equals(octets)).toBe(true);
    expect(response.headers).toMatchObject({
      'content-encoding': 'gzip',
      etag: '"strong"',
      'content-length': String(octets.length),
    });
  });

  it('is compressed here when it came plain and the client likes that', async () => {
    const text = `{"name":"${'a'.repeat(5_000)}"}`;
    await using service = await start(send(200, json, text), { compression: { enabled: true } });
    const { response, body } = await get(`${service.url}/pets/a`, { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(body).toString()).toBe(text);
  });

  it('has the length that HEAD is told of', async () => {
    await using service = await start(send(200, { ...json, 'content-length': '1234' }));
    const { response, body } = await get(`${service.url}/pets/a`, { method: 'HEAD' });
    expect([response.statusCode, body.length]).toEqual([200, 0]);
    expect(response.headersDistinct['content-length']).toEqual(['1234']);
    expect(service.arrived[0]?.method).toBe('HEAD');
  });

  it('is a part or nothing new where the other service says so', async () => {
    await using service = await start(({ headers }, response) => {
      if (headers['if-none-match'] === '"a"') response.writeHead(304, { etag: '"a"', 'content-length': '9' }).end();
      else response.writeHead(206, { 'content-type': 'application/json', 'content-range': 'bytes 0-1/9' }).end('{"');
    });
    const same = await get(`${service.url}/pets/a`, { headers: { 'if-none-match': '"a"' } });
    expect([same.response.statusCode, same.response.headers.etag]).toEqual([304, '"a"']);
    const part = await get(`${service.url}/pets/a`, { headers: { range: 'bytes=0-1' } });
    expect([part.response.statusCode, part.body.toString()]).toEqual([206, '{"']);
    expect(part.response.headers['content-range']).toBe('bytes 0-1/9');
  });

  it.each([
    [(port: number) => `http://127.0.0.1:${port}/base/v1/pets/b%20c?x=1#y`, '/pets/b%20c?x=1#y'],
    [() => '/base/v1/shops/7', '/shops/7/first'],
    [() => '../pets/b', '/pets/b'],
    [() => 'https://elsewhere.example/base/v1/pets/b', 'https://elsewhere.example/base/v1/pets/b'],
    [() => '/base/admin', undefined],
    [() => '/v1/pets/b', undefined],
  ])('leads to operations of this service: %s', async (location, want) => {
    await using service = await start((_, response) => {
      response.writeHead(302, { location: location(service.upstreamPort) }).end();
    });
    const { response } = await get(`${service.url}/pets/a`);
    expect([response.statusCode, response.headers.location]).toEqual([302, want]);
  });
});

describe('an answer that breaks the contract', () => {
  const unavailable = 'urn:brrt:problem:upstream-unavailable';
  const broken = 'urn:brrt:problem:upstream-contract';
  it.each<[string, RequestListener, string]>([
    ['status', send(201, json, '{"name":"secret"}'), broken],
    ['a status of failure', send(500, json, '"secret"'), unavailable],
    ['body', send(200, json, '{"name":1,"secret":1}'), broken],
    ['an undeclared property', send(200, json, '{"name":"a","secret":1}'), broken],
    ['no JSON', send(200, json, 'secret'), broken],
    ['a compressed body', send(200, { ...json, 'content-encoding': 'gzip' }, gzipSync('{"secret":1}')), broken],
    ['a coding that nobody knows', send(200, { ...json, 'content-encoding': 'secret' }, '{"name":"a"}'), broken],
    ['what is not compressed', send(200, { ...json, 'content-encoding': 'gzip' }, 'secret'), broken],
    ['media type', send(200, { 'content-type': 'text/html' }, 'secret'), broken],
    ['header', send(200, { ...json, 'x-count': 'secret' }, '{"name":"a"}'), broken],
    ['a body of another status', send(409, json, '{"secret":1}'), broken],
    ['refused credentials of this service', send(401, json, '{"secret":1}'), unavailable],
    [
      'too long once it is decoded',
      send(200, { ...json, 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(5_300_000, 32))),
      broken,
    ],
    ['too long', send(200, json, Buffer.alloc(5_300_000, 32)), broken],
  ])('is 502 without a word of it: %s', async (_what, answer, type) => {
    await using service = await start(answer);
    const { response, body } = await get(`${service.url}/pets/a`);
    expect([response.statusCode, JSON.parse(body.toString()).type]).toEqual([502, type]);
    expect(body.toString()).not.toContain('secret');
  });

  it('is 502 where content comes that is not declared, of whatever type or none', async () => {
    await using service = await start((_, response) => response.writeHead(200).end('secret'));
    const { response, body } = await get(`${service.url}/shops/7/first`);
    expect([response.statusCode, JSON.parse(body.toString()).type]).toEqual([502, broken]);
    await using empty = await start((_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end());
    expect((await get(`${empty.url}/shops/7/first`)).response.statusCode).toBe(200);
  });

  it('passes where responses are not checked', async () => {
    await using service = await start(send(200, { 'content-type': 'text/html' }, 'x'), {
      http: { validateResponses: false },
    });
    expect((await get(`${service.url}/pets/a`)).body.toString()).toBe('x');
  });
});

describe('a problem of the service behind', () => {
  const problem = (more: object) =>
    JSON.stringify({
      ...{
        title: 'secret',
        detail: 'secret',
        instance: 'secret',
        requestId: 'secret',
        traceId: 'secret',
        errors: [{ detail: 'secret' }],
      },
      ...more,
    });
  const type = { 'content-type': 'application/problem+json' };
  it.each([
    [
      404,
      { type: 'urn:brrt:problem:pet-not-found', code: 'ERR_PET_NOT_FOUND' },
      'urn:brrt:problem:pet-not-found',
      'ERR_PET_NOT_FOUND',
    ],
    [404, { type: 'urn:brrt:problem:pet-not-found' }, 'urn:brrt:problem:pet-not-found', 'ERR_PET_NOT_FOUND'],
    [
      404,
      { type: 'https://inner.example/secret', code: 'secret' },
      'urn:brrt:problem:upstream-problem',
      'ERR_UPSTREAM_PROBLEM',
    ],
    [404, { type: 'urn:brrt:problem:Secret text' }, 'urn:brrt:problem:upstream-problem', 'ERR_UPSTREAM_PROBLEM'],
  ])('leaves as one of this service: %i %j', async (status, given, want, code) => {
    await using service = await start(send(status, { ...type, 'retry-after': '7' }, problem(given)));
    const { response, body } = await get(`${service.url}/pets/a`);
    const { instance, requestId, ...rest } = JSON.parse(body.toString());
    expect(rest).toMatchObject({ status, type: want, code, title: 'Not Found', detail: 'pets answered 404' });
    expect(instance).toBe(`urn:uuid:${requestId}`);
    expect(response.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'retry-after': '7',
      'x-request-id': requestId,
    });
    expect(body.toString()).not.toMatch(/secret/i);
  });

  it.each([
    ['retry-after', 'secret'],
    ['content-range', 'secret 1-2/3'],
  ])('says nothing in %s that is not of its form', async (name, value) => {
    await using service = await start(send(404, { ...type, [name]: value }, problem({})));
    const { response } = await get(`${service.url}/pets/a`);
    expect([response.statusCode, response.headers[name]]).toEqual([404, undefined]);
  });

  it('keeps other failures that the contract describes', async () => {
    await using service = await start(send(409, json, '{"why":"busy"}'));
    const { response, body } = await get(`${service.url}/pets/a`);
    expect([response.statusCode, body.toString()]).toEqual([409, '{"why":"busy"}']);
  });

  it('is asked again when it passes', async () => {
    let count = 0;
    await using service = await start((_, response) => {
      count += 1;
      if (count === 1) response.writeHead(503, type).end('{}');
      else response.writeHead(200, json).end('{"name":"a"}');
    });
    expect((await get(`${service.url}/pets/a`)).response.statusCode).toBe(200);
    expect(service.calls.map(({ status, resent }) => [status, resent])).toEqual([
      [503, undefined],
      [200, 1],
    ]);
  });
});

describe('a service behind that', () => {
  it('cannot be reached is 502, does not answer 504, and fails mostly 503', async () => {
    const gone: RequestListener = ({ socket }) => socket.destroy();
    const breaker = { enabled: true, failurePercent: 1, windowMs: 1_000, minimumCalls: 1, openMs: 60_000 };
    await using broken = await start(gone, {
      client: { retry: { enabled: false, attempts: 0, baseMs: 1, maxMs: 1, budgetPercent: 0 }, breaker },
    });
    expect((await get(`${broken.url}/pets/a`)).response.statusCode).toBe(502);
    const open = await get(`${broken.url}/pets/a`);
    expect(open.response.statusCode).toBe(503);
    expect(JSON.parse(open.body.toString()).type).toBe('urn:brrt:problem:upstream-open');
    await using silent = await start(() => undefined, { client: { timeoutMs: 50 } });
    expect((await get(`${silent.url}/pets/a`)).response.statusCode).toBe(504);
  });

  it('says that its time is over is 504, as if it had not answered', async () => {
    const late = send(504, { 'content-type': 'application/problem+json' }, '{"code":"ERR_DEADLINE_EXCEEDED"}');
    await using service = await start(late);
    const { response, body } = await get(`${service.url}/pets/a`);
    const { type, detail } = JSON.parse(body.toString());
    expect([response.statusCode, type]).toEqual([504, 'urn:brrt:problem:upstream-timeout']);
    expect(detail).toMatch(/did not answer in time$/);
  });

  it('stalls within a body that is checked is 504', async () => {
    const stall: RequestListener = (_, response) => {
      response.writeHead(200, json).write('{"name":');
    };
    await using service = await start(stall, { client: { timeoutMs: 100 } });
    expect((await get(`${service.url}/pets/a`)).response.statusCode).toBe(504);
  });

  it.each([{}, { 'content-length': '100' }])(
    'breaks off within a body breaks it for the client too: %j',
    async (headers) => {
      await using service = await start((_, response) => {
        response.writeHead(200, { 'content-type': 'application/octet-stream', ...headers });
        response.write('half');
        setTimeout(() => response.destroy(), 30);
      });
      const request = open(`${service.url}/pets/a`).end();
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      await expect(buffer(response)).rejects.toMatchObject({ code: 'ECONNRESET' });
      expect(response.complete).toBe(false);
    },
  );

  it('sends events has each of them arrive before the next, and learns when the client goes', async () => {
    const behind = Promise.withResolvers<ServerResponse>();
    const closed = vi.fn();
    await using service = await start((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      response.once('close', closed);
      behind.resolve(response);
    });
    const request = open(`${service.url}/pets/a`).end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.setEncoding('utf8');
    expect((await once(response, 'data'))[0]).toBe('data: 1\n\n');
    (await behind.promise).write('data: 2\n\n');
    expect((await once(response, 'data'))[0]).toBe('data: 2\n\n');
    request.destroy();
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  });

  it('has not answered yet learns when the client goes', async () => {
    const arrived = Promise.withResolvers<ServerResponse>();
    await using service = await start((_, response) => arrived.resolve(response));
    const request = open(`${service.url}/pets/a`).end();
    request.once('error', () => undefined);
    const behind = await arrived.promise;
    const closed = once(behind, 'close');
    request.destroy();
    await closed;
    expect(behind.writableFinished).toBe(false);
  });

  it('answers before the body has arrived ends the request', async () => {
    await using service = await startPassing(
      `
  /files:
    post:
      operationId: upload
      x-service: pets
      x-brrtrouter-downstream-path: /files
      requestBody: { content: { application/octet-stream: {} } }
      responses: { '413': { description: Too large, content: { application/problem+json: {} } } }
`,
      (_, response) =>
        response.writeHead(413, { 'content-type': 'application/problem+json', connection: 'close' }).end('{}'),
      { isEager: true },
    );
    const request = open(`${service.url}/files`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
    });
    request.write('begin');
    request.once('error', () => undefined);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(413);
    request.destroy();
  });
});
