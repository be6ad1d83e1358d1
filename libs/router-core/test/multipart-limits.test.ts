import { mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config/index.ts';
import type { UploadedFile } from '../src/index.ts';
import { contractOf, openSocket, type Started, start } from './body-service.ts';

const text = `
openapi: 3.1.0
info: { title: Limits, version: '1' }
paths:
  /up:
    post:
      operationId: up
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: { type: object, properties: { file: { type: string, format: binary } } }
      responses: { '200': { description: What is on disk, content: { application/json: {} } } }
`;

const part = (name: string, content: string, more = '') =>
  `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${content}\r\n`;

function spoolOf(folder: string): string {
  return join(folder, 'spool');
}

/** Files of a folder that this process holds open, named or not. */
async function openIn(folder: string): Promise<number> {
  const descriptors = await readdir('/proc/self/fd');
  const targets = await Promise.all(
    descriptors.map((descriptor) => readlink(`/proc/self/fd/${descriptor}`).catch(() => '')),
  );
  return targets.filter((target) => target.startsWith(folder)).length;
}

// Systems without such a list tell nothing of open files.
describe.runIf(process.platform === 'linux')('limits of multipart bodies, from config.yaml', () => {
  let folder: string;
  let service: Started;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'brrt-limits-'));
    await mkdir(spoolOf(folder));
    await writeFile(
      join(folder, 'config.yaml'),
      `http:
  request_timeout_ms: 300
  multipart:
    max_parts: 3
    max_file_bytes: 100
    max_field_bytes: 50
    max_part_header_bytes: 120
    max_name_bytes: 10
    memory_bytes: 10
    directory: ${JSON.stringify(spoolOf(folder))}
`,
    );
    const contract = await contractOf(text);
    const config = await readConfig({ directory: folder, env: {} });
    const handler = async ({ body }: { body: { file?: UploadedFile } }) => ({
      status: 200,
      body: { size: body.file?.size, text: await body.file?.text(), open: await openIn(spoolOf(folder)) },
    });
    service = await start(contract, { up: handler }, { config });
  });
  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it.each<[string, string, number, RegExp]>([
    ['as many parts as there may be', part('a', '') + part('b', '') + part('c', ''), 200, /./],
    ['one part more', part('a', '') + part('b', '') + part('c', '') + part('d', ''), 413, /more than 3 parts/],
    ['a file that fits', part('file', 'x'.repeat(100), '; filename="f"'), 200, /"size":100.*"open":1/],
    ['a file that stays in memory', part('file', 'x'.repeat(10), '; filename="f"'), 200, /"size":10.*"open":0/],
    ['a file that does not', part('file', 'x'.repeat(101), '; filename="f"'), 413, /exceeds 100 octets/],
    ['fields that fit together', part('a', 'x'.repeat(25)) + part('b', 'x'.repeat(25)), 200, /./],
    ['fields that do not', part('a', 'x'.repeat(25)) + part('b', 'x'.repeat(26)), 413, /exceed 50 octets/],
    ['a long header', part('a', '', `\r\nX-Long: ${'x'.repeat(100)}`), 413, /exceeds 120 octets/],
    ['a long name', part('n'.repeat(11), ''), 400, /longer than 10 octets/],
  ])('%s', async (_name, parts, status, want) => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const response = await fetch(`${service.url}/up`, { method: 'POST', headers, body: `${parts}--b--\r\n` });
    expect([response.status, await response.text()]).toEqual([status, expect.stringMatching(want)]);
  });

  it('a request that does not come to its end leaves no file behind', async () => {
    const head =
      'POST /up HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n';
    const socket = await openSocket(service.port, `${head}${part('file', 'x'.repeat(60), '; filename="f"')}`);
    socket.resume();
    await expect.poll(() => openIn(spoolOf(folder))).toBe(1);
    await expect.poll(() => socket.closed, { timeout: 60_000 }).toBe(true);
    await expect.poll(() => openIn(spoolOf(folder))).toBe(0);
    expect(await readdir(spoolOf(folder))).toEqual([]);
  }, 90_000);
});
