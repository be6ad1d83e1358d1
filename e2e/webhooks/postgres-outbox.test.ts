import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe } from 'vitest';
import { createPostgresDialect } from '../../apps/user-service/src/database/postgres-dialect.ts';
import { hasPostgres, type RunningPostgres, startPostgres } from '../../apps/user-service/test/start-postgres.ts';
import type { WebhookTables } from '../../libs/webhooks/src/index.ts';
import { openOutbox } from '../../libs/webhooks/test/outbox.ts';
import { describeOutbox } from '../../libs/webhooks/test/outbox-suite.ts';

describe.runIf(hasPostgres())('with a server of its own', () => {
  let server: RunningPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  describeOutbox('PostgreSQL', async () => {
    const database = new Kysely<WebhookTables>({ dialect: createPostgresDialect(await server.createDatabase()) });
    return openOutbox(database, 'postgres', () => database.destroy());
  });
});
