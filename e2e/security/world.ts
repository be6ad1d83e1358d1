import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createObservability } from '@brrt/observability';
import { createService, type HandlerContext, type HandlerRegistry } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { createContract } from '@brrt/router-core/host';
import { createSecurity, hashPassword } from '@brrt/security';
import { loadServiceModel } from '@brrt/service-model';
import { type Provider, startProvider } from '../../libs/security/test/provider.ts';
import { contract } from './contract.ts';

/** A service that is asked over HTTP, and the identity provider that it asks itself. */
export interface World extends AsyncDisposable {
  readonly url: string;
  readonly provider: Provider;
  /** Names of the operations whose handler ran. */
  readonly handled: string[];
  ask(request: string, init?: RequestInit): Promise<Response>;
}

const password = await hashPassword('open sesame');
const utf8Password = await hashPassword('123£');
const colonPassword = await hashPassword('b:c');

const configOf = (provider: string): string => `
http: { external_url: "https://api.example" }
security:
  api_keys:
    Key: { keys: [first-key-0123456789, second-key-0123456789], scopes: [] }
    QueryKey: { key: query-key-0123456789 }
  remote_api_keys:
    RemoteKey: { verify_url: "${provider}/verify", timeout_ms: 300 }
  jwks:
    Bearer: { jwks_url: "${provider}/keys", iss: "https://issuer.example/", aud: api, leeway_secs: 60 }
    OAuth: { jwks_url: "${provider}/keys", iss: "https://issuer.example/", aud: api }
    Access: { jwks_url: "${provider}/keys", iss: "https://issuer.example/", aud: api, typ: at+jwt }
  introspection:
    Opaque: { url: "${provider}/introspect", client_id: api, client_secret: secret-of-the-api, timeout_ms: 300 }
  basic:
    Staff: { users: { Aladdin: "${password}", test: "${utf8Password}", a: "${colonPassword}" } }
`;

export async function openWorld(): Promise<World> {
  const provider = await startProvider();
  const folder = await mkdtemp(join(tmpdir(), 'world-'));
  await writeFile(join(folder, 'openapi.yaml'), JSON.stringify(contract));
  await writeFile(join(folder, 'config.yaml'), configOf(provider.url));
  const config = await readConfig({ directory: folder, env: { LOG_LEVEL: 'silent' } });
  const model = await loadServiceModel(join(folder, 'openapi.yaml'));
  await rm(folder, { recursive: true });
  const handled: string[] = [];
  const handlers = Object.fromEntries(
    model.operations.map(({ name }) => [
      name,
      () => {
        handled.push(name);
        return { status: 204 };
      },
    ]),
  );
  const security = createSecurity(model, config);
  const observability = createObservability({ service: 'world', config });
  const service = createService({
    contract: createContract(model),
    config,
    handlers: handlers as unknown as HandlerRegistry<HandlerContext>, // made for whatever the contract declares
    security: security.handlers,
    cors: security.cors,
    hooks: [observability.hooks],
    logger: observability.logger,
    endpoints: observability.endpoints,
  });
  const { url } = await service.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    provider,
    handled,
    ask(request, init) {
      const [method = 'GET', path = '/'] = request.split(' ');
      return fetch(url + path, { method, ...init });
    },
    async [Symbol.asyncDispose]() {
      await service.close();
      await provider.close();
    },
  };
}
