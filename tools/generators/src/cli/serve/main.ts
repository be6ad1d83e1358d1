import { dirname } from 'node:path';
import { runService } from '@brrt/router-core/run';
import { configOf, type ServedSpec } from './served-spec.ts';
import { createSpecService } from './spec-service.ts';

// The process of `brrt serve <spec>`. Who starts it is of the same release, and says what to serve.
const served = JSON.parse(process.argv[2] ?? '') as ServedSpec;

await runService({
  directory: dirname(served.spec),
  env: process.env,
  readConfig: () => configOf(served, process.env),
  create: (config) => createSpecService(served, config),
});
