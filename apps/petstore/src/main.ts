import { readConfig } from '@brrt/router-core/config';
import { createPetstoreService } from './service.ts';

const config = await readConfig({ directory: import.meta.dirname, env: process.env });
const service = await createPetstoreService(config);
await service.run({ port: config.port, host: config.host });
