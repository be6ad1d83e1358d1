import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request as open, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../support/free-port.ts';
import { type RunningProgram, runProgram, startProgram } from '../support/running-program.ts';
import { copyWorkspace, type WorkspaceCopy, workspaceRoot } from '../support/workspace-copy.ts';

// The contract of docs/pass-through.md becomes a service, is built, and runs alone where code from strings is forbidden.

const megabyte = 1_048_576;
const total = 200 * megabyte;

let copy: WorkspaceCopy;
let behind: Server;
let answer: RequestListener;
let service: RunningProgram;
let url = '';

const nx = (...args: readonly string[]) => runProgram('npx', ['nx', ...args], { cwd: copy.root });

beforeAll(async () => {
  copy = await copyWorkspace();
  const page = await readFile(join(workspaceRoot, 'docs/pass-through.md'), 'utf8');
  const contract = /```yaml contract\n(.*?)```/s.exec(page)?.[1] ?? '';
  await writeFile(join(copy.root, 'shop.yaml'), contract);
  for (const args of [
    ['g', 'brrt:service', 'shop', '--spec', 'shop.yaml'],
    ['run', 'shop:typecheck'],
    ['run', 'shop:build'],
  ]) {
    const { code, output } = await nx(...args);
    expect(code, output).toBe(0);
  }
  const behindPort = await findFreePort();
  behind = createServer((message, response) => answer(message, response)).listen(behindPort, '127.0.0.1');
  const port = await findFreePort();
  url = `http://127.0.0.1:${port}`;
  service = startProgram(process.execPath, ['--disallow-code-generation-from-strings', 'main.mjs'], {
    cwd: join(copy.root, 'dist/apps/shop'),
    env: { PORT: String(port), FILES_URL: `http://127.0.0.1:${behindPort}`, NODE_ENV: 'production' },
  });
  await service.printed(/listens on/);
});

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  behind?.closeAllConnections();
  behind?.close();
  await copy?.[Symbol.asyncDispose]();
});

/** Octets that do not compress, and their digest when they are through. */
function octets(size: number): { readonly stream: Readable; readonly digest: () => string } {
  const hash = createHash('sha256');
  const block = Buffer.alloc(megabyte, 'a fox jumps over the lazy dog');
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let sent = 0; sent < size; sent += megabyte) {
      block.writeUInt32LE(sent, 0);
      const chunk = Buffer.from(block);
      hash.update(chunk);
      yield chunk;
    }
  }
  return { stream: Readable.from(chunks(), { objectMode: false }), digest: () => hash.digest('hex') };
}

/** Resident memory of the service, in octets; 0 where the system does not say it. */
async function memory(): Promise<number> {
  const status = await readFile(`/proc/${service.pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1_024;
}

/** The most that it came to while something was done, beyond what it was before. */
async function growthDuring(work: Promise<unknown>): Promise<number> {
  const before = await memory();
  let most = before;
  let isOver = false;
  const watch = (async () => {
    for (; !isOver; await wait(20)) most = Math.max(most, await memory());
  })();
  await work.finally(() => {
    isOver = true;
  });
  await watch;
  return most - before;
}

const put = (headers: Readonly<Record<string, string>> = {}) =>
  open(`${url}/files/a`, { method: 'PUT', headers: { 'content-type': 'application/octet-stream', ...headers } });

async function responseOf(request: ReturnType<typeof open>): Promise<IncomingMessage> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

const get = (headers: Readonly<Record<string, string>> = {}) => responseOf(open(`${url}/files/a`, { headers }).end());

describe('the service of docs/pass-through.md, built', () => {
  it.each([{ 'content-length': String(total) }, {}])('takes 200 MB up in little memory: %j', async (headers) => {
    const arrived: Hash = createHash('sha256');
    answer = async (message, response) => {
      await pipeline(message, arrived);
      response.writeHead(204).end();
    };
    const { stream, digest } = octets(total);
    const request = put(headers);
    const response = responseOf(request);
    const growth = await growthDuring(pipeline(stream, request).then(() => response));
    expect((await response).statusCode).toBe(204);
    expect(arrived.digest('hex')).toBe(digest());
    expect(growth).toBeLessThan(120 * megabyte);
  });

  it('takes 200 MB down in little memory, no faster than the client', async () => {
    let given = 0;
    const { stream, digest } = octets(total);
    stream.on('data', (chunk: Buffer) => {
      given += chunk.length;
    });
    stream.pause();
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': String(total) });
      stream.pipe(response);
    };
    const response = await get();
    const hash = createHash('sha256');
    const growth = await growthDuring(
      (async () => {
        // Nobody reads: whoever sends has to stop, long before the end.
        let before = -1;
        for (; before !== given; await wait(500)) before = given;
        expect(given).toBeLessThan(total / 2);
        await pipeline(response, hash);
      })(),
    );
    expect(response.headers['content-length']).toBe(String(total));
    expect(hash.digest('hex')).toBe(digest());
    expect(growth).toBeLessThan(120 * megabyte);
  });

  it('hands on what came compressed, and fields that are there twice', async () => {
    const body = gzipSync('a'.repeat(100_000));
    answer = (_, response) => {
      response
        .writeHead(200, ['content-type', 'text/plain', 'content-encoding', 'gzip', 'x-twice', '1', 'x-twice', '2'])
        .end(body);
    };
    const response = await get({ 'accept-encoding': 'gzip' });
    expect(response.headersDistinct).toMatchObject({ 'content-encoding': ['gzip'], 'x-twice': ['1', '2'] });
    expect((await buffer(response)).equals(body)).toBe(true);
  });

  it('hands on each event before the next is sent, and ends them with their client', async () => {
    const gone = Promise.withResolvers<void>();
    const next = Promise.withResolvers<void>();
    answer = async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      response.once('close', gone.resolve);
      await next.promise;
      response.write('data: 2\n\n');
    };
    const response = await get({ accept: 'text/event-stream' });
    response.setEncoding('utf8');
    expect((await once(response, 'data'))[0]).toBe('data: 1\n\n');
    next.resolve();
    expect((await once(response, 'data'))[0]).toBe('data: 2\n\n');
    response.destroy();
    await gone.promise;
  });

  it('ends the upload behind when its client goes away', async () => {
    const broken = Promise.withResolvers<boolean>();
    const begun = Promise.withResolvers<void>();
    answer = (message) => {
      message.once('data', () => begun.resolve());
      message.resume().once('error', () => undefined);
      message.once('close', () => broken.resolve(!message.complete));
    };
    const request = put();
    request.once('error', () => undefined);
    request.write(Buffer.alloc(megabyte));
    await begun.promise;
    request.destroy();
    expect(await broken.promise).toBe(true);
  });

  it.each([{}, { 'content-length': String(2 * megabyte) }])(
    'breaks off what breaks off behind: %j',
    async (headers) => {
      answer = (_, response) => {
        response.writeHead(200, { 'content-type': 'application/octet-stream', ...headers });
        response.write(Buffer.alloc(megabyte), () => setTimeout(() => response.destroy(), 50));
      };
      const response = await get();
      await expect(buffer(response)).rejects.toThrow();
      expect(response.complete).toBe(false);
    },
  );

  it('counts its calls', async () => {
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toMatch(/^http_client_request_duration_seconds_count\{.*service_peer_name="files".*\} [1-9]/m);
  });

  it('lets a download come to its end when it is told to stop', async () => {
    const go = Promise.withResolvers<void>();
    answer = async (_, response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).write('one');
      await go.promise;
      response.end('two');
    };
    const response = await get();
    const whole = buffer(response);
    const exit = service.terminate();
    await expect.poll(async () => (await fetch(`${url}/ready`).catch(() => undefined))?.ok ?? false).toBe(false);
    go.resolve();
    expect((await whole).toString()).toBe('onetwo');
    expect(await exit).toBe(0);
  });
});
