import { readConfig } from '@brrt/router-core/config';
import { expect, it } from 'vitest';
import { createUserService } from '../src/service.ts';
import { hasPostgres, startPostgres } from './start-postgres.ts';

const headers = { 'x-api-key': 'dev-user-service-2b8e5d10f3c7' };

it.runIf(hasPostgres())('serves from PostgreSQL, and is not ready without it', async () => {
  const postgres = await startPostgres();
  const env = { LOG_LEVEL: 'silent', DATABASE_URL: await postgres.createDatabase() };
  const service = await createUserService(await readConfig({ directory: import.meta.dirname, env }));
  try {
    expect((await service.fetch('/ready')).status).toBe(200);
    const response = await service.fetch('/users?q=LOVE', { headers });
    expect(await response.json()).toMatchObject({ total: 1, items: [{ name: 'Ada Lovelace' }] });
    await postgres.stop();
    // The last answer is kept for a second.
    await expect.poll(async () => (await service.fetch('/ready')).status, { timeout: 10_000 }).toBe(503);
    const failed = await service.fetch('/users', { headers });
    expect(failed.status).toBe(500);
    expect(await failed.json()).toMatchObject({ code: 'ERR_INTERNAL', detail: 'The service failed to answer' });
  } finally {
    await service.close();
    await postgres.stop();
  }
});
