import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createObservability } from '@brrt/observability';
import { createService } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
import { createSecurity } from '@brrt/security';

const text = { description: 'A text', content: { 'text/plain': { schema: { type: 'string', maxLength: 1 } } } };
const operation = (operationId: string) => ({ get: { operationId, responses: { 200: text } } });
const document = {
  openapi: '3.1.0',
  info: { title: 'Faulty', version: '1' },
  paths: { '/broken': operation('broken'), '/failing': operation('failing') },
};

/** A service that has broken its contract, failed and refused somebody for a limit, so that it shows the metrics of all three. */
export async function startFaultyService(): Promise<AsyncDisposable & { readonly url: string }> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'brrt-faulty-'));
  await writeFile(join(folder.path, 'openapi.json'), JSON.stringify(document));
  await writeFile(join(folder.path, 'config.yaml'), 'rate_limit: { enabled: true, requests: 2, window_secs: 3600 }\n');
  const contract = await loadContract({ service: 'faulty', file: pathToFileURL(join(folder.path, 'openapi.json')) });
  const config = await readConfig({ directory: folder.path, env: { LOG_LEVEL: 'silent' } });
  const security = createSecurity(contract.model, config);
  const { hooks, endpoints, logger } = createObservability({ service: 'faulty', config, env: {} });
  const handlers = {
    broken: () => ({ status: 200, body: 'more than one' }),
    failing: (): never => {
      throw new TypeError('It fails');
    },
  };
  const service = createService({
    contract,
    config,
    handlers,
    admission: security.admission,
    hooks: [hooks],
    endpoints,
    logger,
  });
  const { url } = await service.listen({ port: 0, host: '127.0.0.1' });
  for (const path of ['/broken', '/failing', '/broken', '/failing', '/broken'])
    await (await fetch(url + path)).arrayBuffer();
  return { url, [Symbol.asyncDispose]: () => service.close() };
}
