import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** `REDIS_SERVER`, else `valkey-server` or `redis-server` on the path; undefined where there is none. */
export const redisProgram: string | undefined = findProgram();

export interface RedisProcess {
  readonly url: string;
  close(): Promise<void>;
}

/** A real server with a password, in memory, on loopback. */
export async function startRedis(program: string): Promise<RedisProcess> {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const directory = await mkdtemp(join(tmpdir(), 'redis-'));
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--requirepass',
    'hush',
    '--save',
    '',
    '--dir',
    directory,
  ];
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  for (const end = Date.now() + 10_000; !/ready to accept/i.test(output); await wait(20)) {
    if (child.exitCode !== null || Date.now() > end) throw new TypeError(`${program} does not start: ${output}`);
  }
  return {
    url: `redis://:hush@127.0.0.1:${port}`,
    close: async () => {
      child.kill('SIGTERM');
      await exited;
      await rm(directory, { recursive: true });
    },
  };
}

function findProgram(): string | undefined {
  const { REDIS_SERVER: named, PATH: path = '' } = process.env;
  if (named !== undefined && named !== '') return named;
  const candidates = path
    .split(delimiter)
    .flatMap((each) => ['valkey-server', 'redis-server'].map((name) => join(each, name)));
  return candidates.find((candidate) => existsSync(candidate));
}
