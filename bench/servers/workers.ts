import { runService } from '@brrt/router-core/run';

/** The pet store over a database that several processes can open. */
await runService({
  directory: new URL('../../apps/petstore/src', import.meta.url).pathname,
  env: process.env,
  create: async (config) => {
    const { createPetstoreService } = await import('../../apps/petstore/src/service.ts');
    return createPetstoreService({ ...config, database: { file: process.env.BENCH_DATABASE, url: undefined } });
  },
});
