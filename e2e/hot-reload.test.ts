import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from './support/free-port.ts';
import { type RunningProgram, runProgram, startProgram } from './support/running-program.ts';
import { copyWorkspace, type WorkspaceCopy, workspaceRoot } from './support/workspace-copy.ts';

const nxProgram = join(workspaceRoot, 'node_modules/nx/dist/bin/nx.js');

const contract = (version: string, more = ''): string => `openapi: 3.1.0
info: { title: Clock, version: ${version} }
paths:
  /now:
    get:
      operationId: tellTime
      parameters: [{ name: wait, in: query, schema: { type: integer, default: 0 } }]
      responses:
        '200': { description: Now, content: { application/json: { schema: { $ref: '#/components/schemas/Time' } } } }
${more}components:
  schemas:
    Time: { type: object, required: [said], additionalProperties: false, properties: { said: { type: string } } }
`;

const handler = (said: string): string => `import { setTimeout as wait } from 'node:timers/promises';
import type { TellTimeRequest, TellTimeResponse } from '../generated/handlers.gen.ts';

export async function tellTime({ query }: TellTimeRequest): Promise<TellTimeResponse> {
  if (query.wait > 0) await wait(query.wait);
  return { status: 200, body: { said: ${said} } };
}
`;

let copy: WorkspaceCopy;
let serve: RunningProgram;
let url = '';
let port = 0;

const file = (path: string): string => join(copy.root, 'apps/clock', path);
const save = (path: string, text: string): Promise<void> => writeFile(file(path), text);

beforeAll(async () => {
  copy = await copyWorkspace();
  await writeFile(join(copy.root, 'clock.yaml'), contract('1.0.0'));
  const made = await runProgram('npx', ['nx', 'g', 'brrt:service', 'clock', '--spec', 'clock.yaml'], {
    cwd: copy.root,
  });
  expect(made.code, made.output).toBe(0);
  const written = await runProgram('npx', ['nx', 'g', 'brrt:handler', 'clock', 'tellTime'], {
    cwd: copy.root,
  });
  expect(written.code, written.output).toBe(0);
  await save('src/handlers/tell-time.ts', handler("'one'"));
  port = await findFreePort();
  url = `http://127.0.0.1:${port}`;
  serve = startProgram(process.execPath, [nxProgram, 'serve', 'clock'], {
    cwd: copy.root,
    env: { PORT: String(port), LOG_LEVEL: 'error' },
  });
  await serve.printed(/clock is ready/);
});

afterAll(async () => {
  await serve?.[Symbol.asyncDispose]();
  await copy?.[Symbol.asyncDispose]();
});

async function ask(path = '/now'): Promise<string> {
  const response = await fetch(url + path);
  return `${response.status} ${await response.text()}`;
}

const patience = { timeout: 10_000 };
const said = (text: string): string => `200 {"said":"${text}"}`;
const version = async (): Promise<unknown> =>
  (JSON.parse((await ask('/openapi.json')).slice(4)) as Document).info.version;

interface Document {
  readonly info: { readonly version: string };
}

/** How often the line was printed. */
const count = (line: RegExp): number => serve.output().match(new RegExp(line, 'g'))?.length ?? 0;

describe('a service under nx serve', () => {
  it('runs a saved handler on the connection that is open', async () => {
    const connection = new Connection();
    expect(await connection.ask('/now')).toContain('{"said":"one"}');
    await save('src/handlers/tell-time.ts', handler("'two'"));
    await expect.poll(() => ask(), patience).toBe(said('two'));
    expect(connection.isOpen).toBe(true);
    expect(await connection.ask('/now')).toContain('{"said":"two"}');
    connection.close();
  });

  it('serves a saved contract, whose types are there for the handler, without a new process', async () => {
    await save(
      'openapi.yaml',
      contract('2.0.0').replace('said: { type: string }', 'said: { type: string }, zone: { type: string }'),
    );
    await expect.poll(version, patience).toBe('2.0.0');
    expect(await readFile(file('src/generated/types.gen.ts'), 'utf8')).toContain('zone?: string');
    expect(count(/starts again/)).toBe(0);
  });

  it('answers what is in flight with what it arrived at', async () => {
    const connection = new Connection();
    const late = connection.ask('/now?wait=1500');
    await save('src/handlers/tell-time.ts', handler("'three'"));
    await expect.poll(() => ask(), patience).toBe(said('three'));
    expect(await late).toContain('{"said":"two"}');
    expect(await connection.ask('/now')).toContain('{"said":"three"}');
    connection.close();
  });

  it('goes on with the handler as it was while the saved one cannot be loaded, and says which line it is', async () => {
    await save('src/handlers/tell-time.ts', `${handler("'four'")}broken(\n`);
    await serve.printed(/tell-time\.ts:8\n.*broken\(\n(?:.*\n)*.*clock goes on as it was/);
    expect(serve.output()).not.toMatch(/tell-time\.ts\?|node:internal/);
    expect(await ask()).toBe(said('three'));
    await save('src/handlers/tell-time.ts', handler("'four'"));
    await expect.poll(() => ask(), patience).toBe(said('four'));
  });

  it('goes on with the contract as it was while the saved one is broken, and says where', async () => {
    await save('openapi.yaml', `${contract('3.0.0')}broken: [\n`);
    await serve.printed(/error apps\/clock\/openapi\.yaml:\d+:\d+/);
    expect(await version()).toBe('2.0.0');
    await save('openapi.yaml', contract('3.0.0'));
    await expect.poll(version, patience).toBe('3.0.0');
  });

  it('answers a new operation from the contract, and no more when it is gone', async () => {
    const more = `  /alarm:
    get:
      operationId: alarm
      responses: { '200': { description: Rings, content: { application/json: { schema: { const: ring } } } } }
`;
    await save('openapi.yaml', contract('3.1.0', more));
    await expect.poll(() => ask('/alarm'), patience).toBe('200 "ring"');
    await save('openapi.yaml', contract('3.2.0'));
    await expect.poll(() => ask('/alarm'), patience).toMatch(/^404 /);
  });

  it('tells an error of a handler with the name of its file', async () => {
    await save('src/handlers/tell-time.ts', handler('(() => { throw new TypeError("no time"); })()'));
    await expect.poll(() => ask(), patience).toMatch(/^500 /);
    await serve.printed(/no time[\s\S]*handlers\/tell-time\.ts:6/);
    await save('src/handlers/tell-time.ts', handler("'five'"));
    await expect.poll(() => ask(), patience).toBe(said('five'));
  });

  it('loses no request while contract and handler change under load, and keeps nothing of what was', async () => {
    let [sent, isOver] = [0, false];
    const faults: string[] = [];
    const client = async (): Promise<void> => {
      const connection = new Connection();
      for (; !isOver; sent++) {
        const answer = await connection.ask('/now');
        if (!answer.startsWith('HTTP/1.1 200 ')) faults.push(answer);
      }
      connection.close();
    };
    const clients = Array.from({ length: 4 }, client);
    for (let round = 1; round <= 10; round++) {
      await save('openapi.yaml', contract(`4.${round}.0`));
      await expect.poll(version, patience).toBe(`4.${round}.0`);
      await save('src/handlers/tell-time.ts', handler(`'round ${round}'`));
      await expect.poll(() => ask(), patience).toBe(said(`round ${round}`));
    }
    isOver = true;
    await Promise.all(clients);
    expect(faults).toEqual([]);
    expect(sent).toBeGreaterThan(500);
    expect(count(/starts again/)).toBe(0);
    expect(serve.output()).not.toContain('MaxListenersExceededWarning');
  });

  it('starts again for what belongs to the process', async () => {
    const config = await readFile(file('config.yaml'), 'utf8');
    await save('config.yaml', `${config}\nhttp: { max_headers: 50 }\n`);
    await serve.printed(/clock starts again: http belongs to the process/);
    await expect.poll(() => count(/clock is ready/), patience).toBe(2);
    expect(await ask()).toBe(said('round 10'));
  });

  it('ends in order after all of this', async () => {
    serve.terminate();
    await expect.poll(() => ask().catch(() => 'gone'), patience).toBe('gone');
  });
});

/** One connection that stays open as long as the service lets it; a request after another. */
class Connection {
  #socket: Socket | undefined = undefined;

  async ask(path: string): Promise<string> {
    this.#socket ??= connect(port, '127.0.0.1').setEncoding('utf8');
    this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: clock\r\n\r\n`);
    let answer = '';
    while (!/\r\n\r\n[\s\S]*\}/.test(answer)) {
      const [text] = await once(this.#socket, 'data');
      answer += text;
    }
    // After a number of requests; others never.
    if (/^connection: close\r$/im.test(answer)) this.close();
    return answer;
  }

  get isOpen(): boolean {
    return this.#socket !== undefined;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }
}
