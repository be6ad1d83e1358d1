import { request as open, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { ClientConfig, ClientTokenConfig } from '@brrt/router-core/config';
import { describe, expect, it } from 'vitest';
import { startUpstream } from '../upstream.ts';
import { type Passed, startPassing } from './passing-service.ts';

const contract = `
  /pets/{id}:
    get:
      operationId: getPet
      x-service: pets
      x-brrtrouter-downstream-path: /v1/pets/{id}
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer } }
        - { name: X-Tenant, in: header, schema: { type: string } }
        - { name: theme, in: cookie, schema: { type: string } }
      security: [{ Key: [] }, {}]
      responses: { '200': { description: OK }, '304': { description: Same } }
    put:
      operationId: putPet
      x-service: pets
      x-brrtrouter-downstream-path: /v1/pets/{id}
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody:
        content:
          application/json: { schema: { type: object, properties: { id: { type: integer } } } }
          application/octet-stream: {}
      responses: { '204': { description: Done } }
  /search:
    get:
      operationId: search
      x-service: pets
      x-brrtrouter-downstream-path: /v1/search
      security: [{ QueryKey: [] }]
      parameters:
        - name: all
          in: querystring
          content: { application/x-www-form-urlencoded: { schema: { type: object, additionalProperties: false, properties: { a: { type: string } } } } }
      responses: { '200': { description: OK } }
components:
  securitySchemes:
    QueryKey: { type: apiKey, in: query, name: api key }
    Key: { type: apiKey, in: header, name: X-API-Key }
    Session: { type: apiKey, in: cookie, name: session }
`;

const key = (names: readonly string[] = ['Key', 'Session', 'QueryKey']) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      {
        scheme: { type: 'apiKey', name, in: 'header', parameterName: name, extensions: {}, source: {} } as never,
        authenticate: () =>
          ({ outcome: 'authenticated', principal: { scheme: name, subject: 's', scopes: [], claims: {} } }) as const,
        challenge: () => undefined,
      },
    ]),
  );

const done: RequestListener = ({ method }, response) => {
  response.writeHead(method === 'PUT' ? 204 : 200).end();
};
const start = (options: Parameters<typeof startPassing>[2] = {}) =>
  startPassing(contract, done, { security: key(), ...options });

function fieldsOf({ rawHeaders }: Passed): readonly (readonly [string, string])[] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1] ?? ''] as const] : [],
  );
}

/** Sends octets as they are and waits for the end of the connection. */
async function sendRaw(port: number, lines: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return text(socket.setEncoding('latin1'));
}

describe('a request that is passed on', () => {
  it('keeps the digits that a number would lose', async () => {
    await using service = await start();
    const headers = { 'content-type': 'application/json' };
    const put = (body: string) => fetch(`${service.url}/pets/a`, { method: 'PUT', headers, body });
    expect((await put('{"id":"a"}')).status).toBe(400);
    expect((await put('{"id":9007199254740993}')).status).toBe(204);
    expect(service.arrived.map(({ body }) => String(body))).toEqual(['{"id":9007199254740993}']);
  });

  it('keeps end-to-end fields as they came and those of the connection to itself', async () => {
    await using service = await start();
    await sendRaw(service.port, [
      'GET /pets/a HTTP/1.1',
      'Host: shop.example:8443',
      'X-Twice: 1',
      'Connection: close, X-Hop, Keep-Alive, x-tenant, Content-Type',
      'X-Hop: gone',
      'X-Twice: 2',
      'Keep-Alive: timeout=5',
      'TE: trailers',
      'Trailer: X-End',
      'Upgrade: h2c',
      'Proxy-Authorization: Basic eA==',
      'Proxy-Connection: keep-alive',
      'HTTP2-Settings: AA',
      'X-Tenant: acme',
      'Accept-Encoding: zstd;q=1, x-own',
      'X-Latin: \xe4',
    ]);
    const [passed] = service.arrived;
    if (passed === undefined) throw new TypeError('Nothing arrived');
    const fields = fieldsOf(passed);
    const valuesOf = (name: string) => fields.flatMap(([given, value]) => (given === name ? [value] : []));
    expect(valuesOf('x-twice')).toEqual(['1', '2']);
    expect(valuesOf('x-tenant')).toEqual(['acme']);
    expect(valuesOf('accept-encoding')).toEqual(['zstd;q=1, x-own']);
    expect(valuesOf('x-latin')).toEqual(['\xe4']);
    expect(valuesOf('host')).toEqual([`127.0.0.1:${service.upstreamPort}`]);
    expect(valuesOf('forwarded')).toEqual(['for=127.0.0.1;host="shop.example:8443";proto=http']);
    expect(valuesOf('via')).toEqual(['1.1 brrt']);
    const gone = [
      'x-hop',
      'keep-alive',
      'te',
      'trailer',
      'upgrade',
      'proxy-authorization',
      'proxy-connection',
      'http2-settings',
    ];
    expect(fields.filter(([name]) => gone.includes(name))).toEqual([]);
    expect(valuesOf('connection')).toEqual(['keep-alive']);
  });

  it('carries trace, request id and the time that is left', async () => {
    await using service = await start();
    const requestId = '7a0c6d5e-2f43-4f1b-8f0e-1c9b7c0de3a1';
    await fetch(`${service.url}/pets/a`, {
      headers: {
        'x-request-id': requestId,
        'x-request-timeout-ms': '1500',
        'x-retry-attempt': '1',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      },
    });
    const { headers } = service.arrived[0] as Passed;
    expect(headers).toMatchObject({ 'x-request-id': requestId });
    expect(headers.traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[\da-f]{16}-01$/);
    expect(Number(headers['x-request-timeout-ms'])).toBeLessThan(1_500);
    expect(headers).not.toHaveProperty('x-retry-attempt');
    expect(service.calls).toMatchObject([
      {
        service: 'pets',
        operation: 'getPet',
        method: 'GET',
        route: '/base/v1/pets/{id}',
        status: 200,
        error: undefined,
      },
    ]);
  });

  it('leaves the credentials of the caller here', async () => {
    await using service = await start();
    const sent = {
      authorization: 'Bearer a',
      'x-api-key': 'k',
      X_Api_Key: 'k',
      cookie: 'session=s; theme=dark; other=1',
      dpop: 'p',
    };
    await fetch(`${service.url}/pets/a`, { headers: sent });
    const { headers } = service.arrived[0] as Passed;
    expect(headers.cookie).toBe('theme=dark');
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['authorization']));
    for (const name of ['authorization', 'x-api-key', 'x_api_key', 'dpop']) expect(headers).not.toHaveProperty(name);
  });

  it('leaves an API key here that stands in a query which goes on as a whole', async () => {
    await using service = await start();
    const { status } = await fetch(`${service.url}/search?api+key=secret&a=%31&api%20key=secret`);
    expect([status, service.arrived[0]?.target]).toEqual([200, '/base/v1/search?a=%31']);
  });

  it('passes those on that the configuration names, and carries its own', async () => {
    await using service = await start({
      client: {
        credentials: { Theirs: 'own-key', Login: 'u:p', Query: 'q k' },
        passThrough: {
          callerCredentials: ['Cookie', 'X-API-Key'],
          securitySchemes: {
            Theirs: { type: 'apiKey', in: 'header', name: 'X-Their-Key', scheme: 'bearer' },
            Login: { type: 'http', in: 'header', name: undefined, scheme: 'basic' },
            Query: { type: 'apiKey', in: 'query', name: 'key', scheme: 'bearer' },
          },
        },
      },
    });
    const sent = {
      authorization: 'Bearer a',
      'x-api-key': 'k',
      'x-their-key': 'forged',
      cookie: 'session=s; theme=dark',
    };
    await fetch(`${service.url}/pets/a?limit=1&key=forged`, { headers: sent });
    const { headers, target } = service.arrived[0] as Passed;
    expect(headers).toMatchObject({
      authorization: `Basic ${Buffer.from('u:p').toString('base64')}`,
      'x-api-key': 'k',
      'x-their-key': 'own-key',
      cookie: 'session=s; theme=dark',
    });
    expect(target).toBe('/base/v1/pets/a?limit=1&key=q%20k');
  });

  it('carries a token of its own', async () => {
    await using server = await startUpstream({ body: '{"access_token":"own","token_type":"bearer","expires_in":600}' });
    const Login: ClientTokenConfig = {
      grant: 'client_credentials',
      ...{ tokenUrl: `${server.url}/token`, clientId: 'bff', clientSecret: 's' },
      ...{ scopes: [], audience: undefined, timeoutMs: 1_000 },
    };
    await using service = await start({ client: { tokens: { Login } } });
    await fetch(`${service.url}/pets/a`, { headers: { authorization: 'Bearer callers' } });
    expect(service.arrived[0]?.headers.authorization).toBe('Bearer own');
  });

  it('carries a token of its own in the place of a credential that is described', async () => {
    await using server = await startUpstream({ body: '{"access_token":"own","token_type":"bearer","expires_in":600}' });
    const Login: ClientTokenConfig = {
      grant: 'client_credentials',
      ...{ tokenUrl: `${server.url}/token`, clientId: 'bff', clientSecret: 's' },
      ...{ scopes: [], audience: undefined, timeoutMs: 1_000 },
    };
    const passThrough = {
      callerCredentials: [],
      securitySchemes: { Login: { type: 'http', in: 'header', name: undefined, scheme: 'bearer' } },
    } as const;
    await using service = await start({ client: { tokens: { Login }, passThrough } });
    await fetch(`${service.url}/pets/a`);
    expect(service.arrived[0]?.headers.authorization).toBe('Bearer own');
  });

  it.each<[Partial<ClientConfig>, RegExp]>([
    [
      { credentials: { K: 'k' } },
      /clients\.pets\.credentials\.K: nothing says where .*pass_through\.security_schemes\.K/,
    ],
    [
      {
        passThrough: {
          callerCredentials: [],
          securitySchemes: { K: { type: 'apiKey', in: 'header', name: 'K', scheme: 'bearer' } },
        },
      },
      /set clients\.pets\.credentials\.K/,
    ],
    [
      {
        credentials: { K: 'k', L: 'l' },
        passThrough: {
          callerCredentials: [],
          securitySchemes: {
            K: { type: 'apiKey', in: 'header', name: 'X-Key', scheme: 'bearer' },
            L: { type: 'apiKey', in: 'header', name: 'x-key', scheme: 'bearer' },
          },
        },
      },
      /clients\.pets: K and L both take the header x-key/,
    ],
  ])('does not start without what it needs: %j', async (client, message) => {
    await expect(start({ client })).rejects.toThrow(message);
  });

  it('does not let anybody say what only this service knows', async () => {
    await using service = await start();
    await fetch(`${service.url}/pets/a`, {
      headers: {
        forwarded: 'for=1.2.3.4',
        'x-forwarded-for': '1.2.3.4',
        X_Forwarded_Host: 'evil',
        'x-real-ip': '1.2.3.4',
        'client-cert': ':AA==:',
        'x-http-method-override': 'DELETE',
        'x-original-url': '/admin',
        origin: 'https://a.example',
      },
    });
    const { headers } = service.arrived[0] as Passed;
    expect(headers.forwarded).toMatch(/^for=127\.0\.0\.1;/);
    const gone = [
      'x-forwarded-for',
      'x_forwarded_host',
      'x-real-ip',
      'client-cert',
      'x-http-method-override',
      'x-original-url',
      'origin',
    ];
    for (const name of gone) expect(headers).not.toHaveProperty(name);
  });

  it.each([
    ['?limit=%31&limit', 400, undefined],
    ['?a=1&limit=%31&&b', 200, '?limit=%31&'],
    ['?limit=1;admin=1', 400, undefined],
    ['', 200, ''],
  ])('passes the declared part of the query on as it is: %s', async (query, status, want) => {
    await using service = await start();
    const answer = await sendRaw(service.port, [`GET /pets/a%2C${query} HTTP/1.1`, 'Host: a', 'Connection: close']);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(service.arrived.map(({ target }) => target)).toEqual(
      want === undefined ? [] : [`/base/v1/pets/a%2C${want}`],
    );
  });

  it.each([
    '/pets/..',
    '/pets/%2e%2e',
    '/pets/a%2fb',
    '/pets/a%5c..%5cb',
    '/pets/.',
    '/pets/a%00',
    '/pets/..;',
    '/pets/%2e%2e;a=1',
  ])('leads to no other path: %s', async (target) => {
    await using service = await start();
    expect(await sendRaw(service.port, [`GET ${target} HTTP/1.1`, 'Host: a', 'Connection: close'])).toMatch(
      /^HTTP\/1\.1 40[04] /,
    );
    expect(service.arrived).toEqual([]);
  });

  it('asks for states and parts only what the contract lets it be asked', async () => {
    await using service = await start();
    await fetch(`${service.url}/pets/a`, { headers: { 'if-none-match': '"a"', range: 'bytes=0-1' } });
    const { headers } = service.arrived[0] as Passed;
    expect(headers['if-none-match']).toBe('"a"');
    expect(headers).not.toHaveProperty('range');
  });
});

describe('a body that is passed on', () => {
  const put = (url: string, contentType: string, body: string) =>
    fetch(`${url}/pets/a`, { method: 'PUT', headers: { 'content-type': contentType }, body });

  it.each([
    ['application/json; charset=utf-8', ' {"b" : 1.0, "a":"\\u00e4ä"}\n'],
    ['application/octet-stream', '\0\x01binary'],
  ])('arrives octet for octet: %s', async (contentType, body) => {
    await using service = await start();
    expect((await put(service.url, contentType, body)).status).toBe(204);
    const passed = service.arrived[0] as Passed;
    expect(passed.body.toString()).toBe(body);
    expect(passed.headers).toMatchObject({
      'content-type': contentType,
      'content-length': String(Buffer.byteLength(body)),
    });
  });

  it.each([
    ['application/json', '{"a":1,"a":2}', 400],
    ['application/json', '[]', 400],
    ['text/plain', 'x', 415],
  ])('is refused where the contract says so: %s %s', async (contentType, body, status) => {
    await using service = await start();
    expect((await put(service.url, contentType, body)).status).toBe(status);
    expect(service.arrived).toEqual([]);
  });

  it('goes on in pieces where its length is not known', async () => {
    await using service = await start();
    const request = open(`${service.url}/pets/a`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
    });
    request.write('one');
    setTimeout(() => request.end('two'), 20);
    await new Promise((resolve) => request.once('response', (response) => resolve(response.resume())));
    const { headers, body } = service.arrived[0] as Passed;
    expect(headers).toMatchObject({ 'transfer-encoding': 'chunked' });
    expect(body.toString()).toBe('onetwo');
  });

  it('may take longer to send than the called service may to answer', async () => {
    await using service = await start({ client: { timeoutMs: 200 }, http: { handlerDeadlineMs: 0 } });
    const request = open(`${service.url}/pets/a`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
    });
    request.write('one');
    setTimeout(() => request.end('two'), 500);
    const status = await new Promise((resolve) =>
      request.once('response', (response) => resolve(response.resume().statusCode)),
    );
    expect(status).toBe(204);
    expect((service.arrived[0] as Passed).headers).not.toHaveProperty('x-request-timeout-ms');
  });

  it('arrives compressed as it was sent, where that is taken', async () => {
    await using service = await start({ http: { contentEncodings: ['gzip'] } });
    const send = (body: Buffer<ArrayBuffer>) =>
      fetch(`${service.url}/pets/a`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body,
      });
    const octets = gzipSync('{"a":1}');
    expect((await send(octets)).status).toBe(204);
    expect((await send(gzipSync('[]'))).status).toBe(400);
    expect(service.arrived).toMatchObject([{ headers: { 'content-encoding': 'gzip' }, body: octets }]);
  });

  it.each([
    ['two framings', ['Content-Length: 2', 'Transfer-Encoding: chunked', '', '2\r\n{}\r\n0'], 400, 0],
    [
      'a framing of the connection',
      ['Transfer-Encoding: chunked', 'Connection: close, transfer-encoding', '', '2\r\n{}\r\n0'],
      204,
      1,
    ],
    ['trailers', ['Transfer-Encoding: chunked', 'Trailer: X-Admin', '', '2;x=y\r\n{}\r\n0\r\nX-Admin: 1'], 204, 1],
  ])('hides nothing from whoever is behind: %s', async (_what, lines, status, count) => {
    await using service = await start();
    const head = ['PUT /pets/a HTTP/1.1', 'Host: a', 'Content-Type: application/json', 'Connection: close'];
    expect(await sendRaw(service.port, [...head, ...lines])).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(service.arrived).toHaveLength(count);
    for (const { headers, body } of service.arrived) {
      expect(body.toString()).toBe('{}');
      expect(headers).toMatchObject({ 'content-length': '2' });
      for (const name of ['transfer-encoding', 'trailer', 'x-admin']) expect(headers).not.toHaveProperty(name);
    }
  });

  it('is not sent where the contract declares none', async () => {
    await using service = await start();
    await sendRaw(
      service.port,
      [
        'GET /pets/a HTTP/1.1',
        'Host: a',
        'Content-Type: text/plain',
        'Content-Length: 5',
        'Connection: close',
        '',
        'hello',
      ].map((line) => line),
    );
    const { headers, body } = service.arrived[0] as Passed;
    expect(body.length).toBe(0);
    expect(headers).not.toHaveProperty('content-type');
  });
});
