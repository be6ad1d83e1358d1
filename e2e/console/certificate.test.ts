import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../libs/security/test/certificates.ts';
import { bodyOf, collect, createRawConsole, type RawConsole } from './world.ts';

let server: Server;
let raw: RawConsole;

// A service that asks for certificates and says whose it was shown.
beforeAll(async () => {
  const own = makeCertificate({ subject: [['CN', 'service']] });
  const options = { cert: own.pem, key: own.keyPem, requestCert: true, rejectUnauthorized: false };
  server = createServer(options, ({ socket }, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify((socket as TLSSocket).getPeerCertificate().subject?.CN ?? null));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  raw = await createRawConsole(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(async () => {
  server.close();
  await raw[Symbol.asyncDispose]();
});

const certificate = [{ scheme: 'Certificate', useDevelopment: true }] as const;

async function addCaller(): Promise<void> {
  const folder = join(raw.root, 'apps/caller');
  const { pem, keyPem } = makeCertificate({ subject: [['CN', 'caller']] });
  await mkdir(folder);
  await writeFile(join(folder, 'openapi.yaml'), '');
  await writeFile(join(folder, 'client.pem'), pem);
  await writeFile(join(folder, 'client-key.pem'), keyPem);
  const tls = '{ cert_file: client.pem, key_file: client-key.pem }';
  await writeFile(
    join(folder, 'config.yaml'),
    `clients:\n  everything:\n    url: https://127.0.0.1:1\n    tls: ${tls}\n`,
  );
}

describe('a service that asks for a client certificate', () => {
  it('is not called while no app of the workspace has one for it', async () => {
    const [checked, ...rest] = await collect(raw.console, { operationId: 'withCertificate', credentials: certificate });
    expect(checked).toMatchObject({ sent: false, violations: [{ keyword: 'credentials' }] });
    expect(rest).toEqual([]);
    expect(await schemeOf(raw)).toMatchObject({ hasDevelopmentCredential: false, unusable: expect.any(String) });
  });

  it('is shown that of the app that calls it', async () => {
    await addCaller();
    expect(await schemeOf(raw)).toMatchObject({ hasDevelopmentCredential: true });
    const events = await collect(raw.console, { operationId: 'withCertificate', credentials: certificate });
    expect(bodyOf(events)).toBe('"caller"');
    expect(JSON.stringify(events)).not.toContain('PRIVATE KEY');
    expect(bodyOf(await collect(raw.console, { operationId: 'withCertificate' }))).toBe('null');
  });
});

async function schemeOf({ console }: RawConsole) {
  return (await console.security('everything'))?.find(({ name }) => name === 'Certificate');
}
