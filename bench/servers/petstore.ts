import { createHash } from 'node:crypto';
import { defaultConfig, type ServiceConfig } from '@brrt/router-core/config';
import { createPetstoreService } from '../../apps/petstore/src/service.ts';
import { apiKey } from '../requests.ts';
import { report } from './report.ts';

// The pet store with everything on: both validations, security, metrics, request ids and the access log.
const defaults = defaultConfig();
const key = { sha256: [createHash('sha256').update(apiKey).digest('hex')], headerName: undefined, scopes: [] };
const credential = {
  key: undefined,
  token: apiKey,
  username: undefined,
  password: undefined,
  subject: 'bench',
  scopes: [],
};
const config: ServiceConfig = {
  ...defaults,
  http: { ...defaults.http, strictQuery: true, maxRequests: 0 },
  security: {
    ...defaults.security,
    apiKeys: { ApiKeyHeader: key, ApiKeyQuery: key, ApiKeyCookie: key },
    development: { BearerAuth: credential, OAuth2: credential },
  },
};

const service = await createPetstoreService(config);
report((await service.listen({ port: 0, host: '127.0.0.1' })).port);
