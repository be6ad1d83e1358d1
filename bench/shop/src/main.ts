import { readConfig } from '@brrt/router-core/config';
import { report } from '../../servers/report.ts';
import { createShopService } from './service.ts';

const config = await readConfig({ directory: import.meta.dirname, env: process.env });
const service = createShopService(config);
report((await service.listen({ port: 0, host: '127.0.0.1' })).port);
