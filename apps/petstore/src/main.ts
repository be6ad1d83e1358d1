import { runService } from '@brrt/router-core/run';

await runService({
  directory: import.meta.dirname,
  env: process.env,
  create: async (config) => (await import('./service.ts')).createPetstoreService(config),
});
