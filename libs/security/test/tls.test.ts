import { once } from 'node:events';
import { Agent as SecureAgent } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ConnectionOptions, connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { makeAuthority, makeClient, makeServer } from './certificates.ts';
import { ask, startSecure } from './secure-service.ts';

const root = makeAuthority();
const server = makeServer(root);
const files = { 'server.pem': server.pem, 'server.key': server.keyPem, 'ca.pem': root.pem };
const tls = 'tls: { cert_file: server.pem, key_file: server.key, reload_secs: 1';
const open = (more = '') => startSecure({ config: `${tls}${more} }\n`, files, paths: ['/open'] });

async function handshake(port: number, options: ConnectionOptions): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, ca: root.pem, ...options });
  try {
    await once(socket, 'secureConnect');
    return socket.getProtocol() ?? '';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    socket.destroy();
  }
}

describe('a service with tls in its configuration', () => {
  it('answers by https, and says so in its address', async () => {
    await using service = await open();
    expect(service.url).toBe(`https://127.0.0.1:${service.port}`);
    expect(await ask(service, '/open', { ca: root })).toMatchObject({ status: 200 });
    expect(service.schemes).toEqual(['https']);
  });

  it.each([
    ['TLS 1.3', { minVersion: 'TLSv1.3' }, 'TLSv1.3'],
    ['TLS 1.2', { maxVersion: 'TLSv1.2' }, 'TLSv1.2'],
    // SECLEVEL=0 makes the client able to offer what is refused.
    [
      'TLS 1.1',
      { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
      'ALERT_PROTOCOL_VERSION',
    ],
    ['TLS 1.0', { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }, 'ALERT_PROTOCOL_VERSION'],
    ['a cipher without forward secrecy', { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' }, 'HANDSHAKE_FAILURE'],
    ['a cipher in CBC mode', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA256' }, 'HANDSHAKE_FAILURE'],
  ] as const)('meets a client of %s', async (_name, options, outcome) => {
    await using service = await open();
    expect(await handshake(service.port, options)).toContain(outcome);
    expect(await handshake(service.port, {})).toBe('TLSv1.3');
  });

  it.each([
    ['by default, for a year', '', 'max-age=31536000'],
    ['as long as it is told', 'http: { security_headers: { hsts_max_age_secs: 60 } }\n', 'max-age=60'],
    ['not at all when it is told so', 'http: { security_headers: { hsts_max_age_secs: 0 } }\n', undefined],
    ['not at all without security headers', 'http: { security_headers: { enabled: false } }\n', undefined],
  ])('tells browsers to come back by https %s, on errors too', async (_name, http, want) => {
    await using service = await startSecure({ config: `${tls} }\n${http}`, files, paths: ['/open'] });
    for (const [path, status] of [
      ['/open', 200],
      ['/nowhere', 404],
    ] as const) {
      const answer = await ask(service, path, { ca: root });
      expect(answer).toMatchObject({ status });
      expect(typeof answer === 'string' ? answer : answer.headers['strict-transport-security']).toBe(want);
    }
  });

  it.each([
    ['HTTP/2 or HTTP/1.1', ['h2', 'http/1.1'], 'http/1.1'],
    ['HTTP/2 alone', ['h2'], 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL'],
  ] as const)('A76 speaks no HTTP/2: a client that offers %s', async (_name, offered, outcome) => {
    await using service = await open();
    const socket = connect({ host: '127.0.0.1', port: service.port, ca: root.pem, ALPNProtocols: [...offered] });
    const agreed = await once(socket, 'secureConnect').then(
      () => socket.alpnProtocol,
      (error: NodeJS.ErrnoException) => error.code,
    );
    socket.destroy();
    expect(agreed).toBe(outcome);
  });

  it('A76 closes a connection on which frames of HTTP/2 begin', async () => {
    await using service = await open();
    const socket = connect({ host: '127.0.0.1', port: service.port, ca: root.pem });
    await once(socket, 'secureConnect');
    // The preface, SETTINGS, and a thousand streams that are opened and reset at once (RFC 9113 §3.4, §6.4).
    const frame = (type: number, flags: number, stream: number, payload: readonly number[]): Buffer =>
      Buffer.from([0, 0, payload.length, type, flags, 0, 0, stream >> 8, stream & 0xff, ...payload]);
    const floods = Array.from({ length: 1_000 }, (_, index) => 2 * index + 1).flatMap((stream) => [
      frame(1, 5, stream, [0x82, 0x84, 0x87]),
      frame(3, 0, stream, [0, 0, 0, 8]),
    ]);
    socket.on('error', () => undefined);
    let received = '';
    socket.setEncoding('latin1').on('data', (chunk) => {
      received += chunk;
    });
    socket.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(4, 0, 0, []), ...floods]));
    await once(socket, 'close');
    expect(received).toMatch(/^HTTP\/1\.1 (400|505) |^$/);
    expect(await ask(service, '/open', { ca: root })).toMatchObject({ status: 200 });
  });

  it('refuses TLS 1.2 when min_version is 1.3', async () => {
    await using service = await open(', min_version: 1.3');
    expect(await handshake(service.port, { maxVersion: 'TLSv1.2' })).toContain('ALERT_PROTOCOL_VERSION');
  });

  it('does not renegotiate', async () => {
    await using service = await open();
    const socket = connect({ host: '127.0.0.1', port: service.port, ca: root.pem, maxVersion: 'TLSv1.2' });
    await once(socket, 'secureConnect');
    const failed = new Promise((resolve) => socket.on('error', resolve));
    socket.renegotiate({}, () => undefined);
    expect(String(await failed)).toMatch(/no renegotiation/i);
  });

  it('closes a connection that speaks plain HTTP, and serves the next', async () => {
    await using service = await open();
    const socket = connectPlain({ host: '127.0.0.1', port: service.port });
    socket.write('GET /open HTTP/1.1\r\nHost: a\r\n\r\n');
    socket.on('error', () => undefined);
    await once(socket, 'close');
    expect(await ask(service, '/open', { ca: root })).toMatchObject({ status: 200 });
  });

  it('closes a connection that never finishes its handshake', async () => {
    await using service = await startSecure({
      config: `${tls} }\nhttp: { headers_timeout_ms: 200 }\n`,
      files,
      paths: ['/open'],
    });
    const socket = connectPlain({ host: '127.0.0.1', port: service.port });
    socket.on('error', () => undefined);
    await once(socket, 'close');
    expect(await ask(service, '/open', { ca: root })).toMatchObject({ status: 200 });
  });

  it('shows a new certificate when the files have changed, without a restart', async () => {
    await using service = await open();
    const next = makeAuthority();
    const renewed = makeServer(next);
    await service.write({ 'server.pem': renewed.pem });
    await service.write({ 'server.key': renewed.keyPem });
    await expect.poll(() => ask(service, '/open', { ca: next }), { timeout: 5_000 }).toMatchObject({ status: 200 });
    expect(await ask(service, '/open', { ca: root })).toMatch(/UNABLE_TO|SELF_SIGNED|SIGNATURE/);
  });

  it('keeps its certificate, and warns once, while the files do not go together', async () => {
    await using service = await open();
    await service.write({ 'server.key': makeServer(root).keyPem });
    await expect.poll(() => service.warnings.length, { timeout: 5_000 }).toBe(1);
    expect(service.warnings[0]).toContain('no certificate and its key');
    expect(await ask(service, '/open', { ca: root })).toMatchObject({ status: 200 });
  });

  it('closes idle connections that have grown old', async () => {
    await using service = await open(', max_connection_age_secs: 1');
    const agent = new SecureAgent({ keepAlive: true });
    expect(await ask(service, '/open', { ca: root, agent })).toMatchObject({ status: 200 });
    const [sockets] = Object.values(agent.freeSockets);
    const [socket] = sockets ?? [];
    if (socket === undefined) throw new TypeError('the connection was not kept');
    await once(socket, 'close');
    agent.destroy();
  });
});

describe('a service without tls', () => {
  it('answers a TLS handshake with a plain 400 and closes', async () => {
    await using service = await startSecure({ config: '{}', paths: ['/open'] });
    const hello = Buffer.from('16030100c8010000c40303', 'hex');
    const socket = connectPlain({ host: '127.0.0.1', port: service.port });
    socket.write(Buffer.concat([hello, Buffer.alloc(189, 1)]));
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/problem+json');
  });
});

describe('client_auth: require', () => {
  const config = `${tls}, ca_file: ca.pem, client_auth: require }\n`;

  it.each([
    ['a certificate of the authority', makeClient(root), true],
    ['none', undefined, false],
    ['one that signed itself', makeClient(undefined), false],
    ['one of another authority', makeClient(makeAuthority()), false],
    ['an expired one', makeClient(root, { from: -3, to: -1 }), false],
    ['one that is not valid yet', makeClient(root, { from: 1, to: 2 }), false],
    ['one for servers only', makeClient(root, { purposes: ['2b06010505070301'] }), false],
  ])('meets a client with %s', async (_name, certificate, enters) => {
    await using service = await startSecure({ config, files, paths: ['/open'] });
    const answer = await ask(service, '/open', { ca: root, certificate });
    if (enters) expect(answer).toMatchObject({ status: 200 });
    else expect(answer).toEqual(expect.stringMatching(/^(ERR_SSL_|ECONNRESET|EPIPE)/));
  });
});

describe('configuration of tls that cannot work stops the start', () => {
  it.each([
    [
      'a file that is not there',
      'tls: { cert_file: nothing.pem, key_file: server.key }',
      'nothing.pem: cannot be read',
    ],
    ['a key of another certificate', 'tls: { cert_file: ca.pem, key_file: server.key }', 'no certificate and its key'],
    ['roots without a certificate', `${tls}, ca_file: server.key }`, 'server.key: has no certificate'],
    ['an old version', `${tls}, min_version: 1.1 }`, 'tls.min_version: has to be 1.2 or 1.3'],
    ['nobody to believe', `${tls}, client_auth: require }`, 'client_auth: require needs ca_file'],
    ['no certificate', 'tls: { client_auth: none }', 'tls: needs cert_file and key_file'],
  ])('%s', async (_name, config, message) => {
    await expect(startSecure({ config, files, paths: ['/open'] })).rejects.toThrow(message);
  });
});
