import { createFunctionName } from './emit-service-module.ts';

/** `src/main.ts`: configuration in, server up. */
export function emitMain(service: string): string {
  const create = createFunctionName(service);
  return `import { readConfig } from '@brrt/router-core/config';
import { ${create} } from './service.ts';

const config = await readConfig({ directory: import.meta.dirname, env: process.env });
const service = await ${create}(config);
await service.run({ port: config.port, host: config.host });
`;
}
