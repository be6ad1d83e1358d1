import { readConfig } from '@brrt/router-core/config';
import { createPetstoreService } from '../../apps/petstore/src/service.ts';

// The pet store as a process: its own configuration, with the database and the patience that a test gives it.
const directory = new URL('../../apps/petstore/src', import.meta.url).pathname;
const config = await readConfig({ directory, env: process.env });
const service = await createPetstoreService({
  ...config,
  database: { file: process.env.DATABASE_FILE, url: undefined },
  webhooks: { ...config.webhooks, retrySecs: [1, 1, 1, 2, 2, 2, 2, 2], timeoutMs: 1_000, pollMs: 50 },
});
await service.run({ port: config.port, host: config.host });
