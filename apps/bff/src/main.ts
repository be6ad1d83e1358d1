import { readConfig } from '@brrt/router-core/config';
import { createBffService } from './service.ts';

const config = await readConfig({ directory: import.meta.dirname, env: process.env });
const service = await createBffService(config);
await service.run({ port: config.port, host: config.host });
