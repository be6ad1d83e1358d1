import { readConfig, type ServiceConfig } from '@brrt/router-core/config';
import { keepYoung } from '@brrt/router-core/run';
import { report } from '../../servers/report.ts';
import { createShopService } from './service.ts';

// As `runService` does, which every other service is started by.
keepYoung();

/** `SHOP_WITHOUT`: what `npm run bench -- features` leaves out, to see what it costs. */
const without: Readonly<Record<string, (config: ServiceConfig) => ServiceConfig>> = {
  responses: (config) => ({ ...config, http: { ...config.http, validateResponses: false } }),
  headers: ({ http, ...config }) => ({
    ...config,
    http: { ...http, securityHeaders: { ...http.securityHeaders, enabled: false } },
  }),
  cors: (config) => ({ ...config, cors: { ...config.cors, origins: [] } }),
  log: (config) => ({ ...config, log: { ...config.log, level: 'warn' } }),
};
const left = process.env.SHOP_WITHOUT ?? '';
const read = await readConfig({ directory: import.meta.dirname, env: process.env });
const service = createShopService(without[left]?.(read) ?? read, left !== 'observability');
report((await service.listen({ port: 0, host: '127.0.0.1' })).port);
