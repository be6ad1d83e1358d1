import { createObservability } from '@brrt/observability';
import { createService, type HandlerContext, type HandlerRegistry } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { createContract } from '@brrt/router-core/host';
import { createSecurity } from '@brrt/security';
import { loadServiceModel } from '@brrt/service-model';

// A program: the folder of contract and configuration is its argument, the secret that handlers meet in the environment.
const [folder = '.'] = process.argv.slice(2);
const canary = process.env.CANARY_OF_HANDLERS ?? '';
const config = await readConfig({ directory: folder, env: process.env });
const model = await loadServiceModel(`${folder}/openapi.yaml`);
const security = createSecurity(model, config);
const observability = createObservability({ service: 'canaries', config });

const done = (): object => ({ status: 204 });
const handlers = {
  readToken: done,
  readOpaque: done,
  readQuery: done,
  readCookie: done,
  readHeader: done,
  readRemote: done,
  readStaff: done,
  // What people log when they are in a hurry.
  signIn: ({ body }: { readonly body: object }, { log }: HandlerContext): object => {
    log.info({ body, headers: { authorization: `Bearer ${canary}` } }, `signing in with password=${canary}`);
    return { status: 204 };
  },
  askUpstream: (): never => {
    const answer = `{"error":"bad","access_token":"${canary}","db":"postgres://app:${canary}@db/x"}`;
    throw new TypeError(`The upstream answered 500 to Authorization: DPoP ${canary}: ${answer}`, {
      cause: new TypeError(`cookie: session=${canary}; client_secret=${canary}`),
    });
  },
  breakContract: (): object => ({ status: 200, body: canary }),
};

const service = createService({
  contract: createContract(model),
  config,
  handlers: handlers as unknown as HandlerRegistry<HandlerContext>, // made for the contract beside it
  security: security.handlers,
  cors: security.cors,
  admission: security.admission,
  hooks: [observability.hooks],
  logger: observability.logger,
  endpoints: observability.endpoints,
  warnings: security.warnings,
});
await service.run({ host: '127.0.0.1', port: config.port });
