import { createFunctionName } from './emit-service-module.ts';

/** `src/main.ts`: configuration in, server up. */
export function emitMain(service: string): string {
  return `import { runService } from '@brrt/router-core/run';

await runService({
  directory: import.meta.dirname,
  env: process.env,
  create: async (config) => (await import('./service.ts')).${createFunctionName(service)}(config),
});
`;
}
