import { defaultConfig } from '@brrt/router-core/config';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPostgresDialect } from '../../apps/user-service/src/database/postgres-dialect.ts';
import { hasPostgres, type RunningPostgres, startPostgres } from '../../apps/user-service/test/start-postgres.ts';
import { Dispatcher } from '../../libs/webhooks/src/delivery/dispatcher.ts';
import type { WebhookTables } from '../../libs/webhooks/src/index.ts';
import { type Outbox, openOutbox } from '../../libs/webhooks/test/outbox.ts';
import { describeOutbox } from '../../libs/webhooks/test/outbox-suite.ts';
import { startReceiver } from '../../libs/webhooks/test/receiver.ts';

describe.runIf(hasPostgres())('with a server of its own', () => {
  let server: RunningPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  const open = async (): Promise<Outbox> => {
    const database = new Kysely<WebhookTables>({ dialect: createPostgresDialect(await server.createDatabase()) });
    return openOutbox(database, 'postgres', () => database.destroy());
  };

  describeOutbox('PostgreSQL', open);

  it('several dispatchers send each message once, and what one of them lost', async () => {
    await using outbox = await open();
    await using receiver = await startReceiver();
    await outbox.endpoint('a', receiver.url);
    for (let index = 0; index < 40; index++)
      await outbox.delivery(`msg_${index}`, { body: Buffer.from(`{"n":${index}}`) });
    // Of a process that died: its claim is over.
    const lost = { now: 2_000, leaseUntil: 3_000, limit: 5, freeOf: () => 5, except: [] };
    expect(await outbox.store.claim(lost)).toHaveLength(5);
    const config = { ...defaultConfig().webhooks, pollMs: 20, allowLoopback: true };
    const silent = (): void => undefined;
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    const dispatchers = [1, 2, 3].map(() => new Dispatcher({ store: outbox.store, config, observer: undefined, log }));
    for (const dispatcher of dispatchers) dispatcher.start();
    await expect.poll(() => outbox.store.state(), { timeout: 30_000 }).toMatchObject({ pending: 0, dead: 0 });
    for (const dispatcher of dispatchers) await dispatcher.stop();
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([40, 40]);
    expect(receiver.received.map(({ body }) => body)).toContain('{"n":39}');
  });
});
