import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { makeAuthority, makeServer } from '../../libs/security/test/certificates.ts';
import { localUrl, waitUntilReady } from '../../tools/generators/src/cli/dev/wait-until-ready.ts';

const root = makeAuthority();
const { pem: cert, keyPem: key } = makeServer(root);

async function isReady(options: ServerOptions, status: number): Promise<boolean> {
  const server = createServer({ cert, key, ...options }, (_, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  const asked = new Promise((resolve) => server.once('secureConnection', resolve).once('tlsClientError', resolve));
  const enough = new AbortController();
  const ready = waitUntilReady({ host: '127.0.0.1', port, secure: true }, enough.signal);
  await asked;
  if (status !== 200) enough.abort();
  const answer = await ready;
  server.closeAllConnections();
  server.close();
  return answer;
}

it.each<[string, ServerOptions, number, boolean]>([
  ['ready with a certificate that nobody else knows', {}, 200, true],
  ['not ready while it says so', {}, 503, false],
  [
    'there when it lets in certificates only',
    { requestCert: true, rejectUnauthorized: true, ca: [root.pem] },
    200,
    true,
  ],
])('a service that listens for https is %s', async (_name, options, status, expected) => {
  expect(await isReady(options, status)).toBe(expected);
});

it('has an https address in the table of services', () => {
  expect(localUrl({ host: '0.0.0.0', port: 8443, secure: true })).toBe('https://127.0.0.1:8443');
  expect(localUrl({ host: '::1', port: 8080 })).toBe('http://[::1]:8080');
});
