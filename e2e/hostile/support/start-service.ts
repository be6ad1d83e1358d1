import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createObservability } from '@brrt/observability';
import { createService, type HandlerContext, type HandlerRegistry } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { createContract } from '@brrt/router-core/host';
import { createSecurity } from '@brrt/security';
import { readServiceModelText } from '@brrt/service-model';
import { findFreePort } from '../../support/free-port.ts';

export interface StartOptions {
  /** The contract; title and version are added. */
  readonly document: object;
  /** Text of `config.yaml`. */
  readonly config: string;
  /** By operation; an operation without one answers from the contract. */
  readonly handlers?: object;
}

/** A service that listens on loopback. */
export interface StartedService extends AsyncDisposable {
  readonly port: number;
  /** Everything it has logged. */
  log(): string;
}

/** Contract and configuration → a listening service with everything that a generated one has. */
export async function startService({ document, config: text, handlers = {} }: StartOptions): Promise<StartedService> {
  const contract = JSON.stringify({ openapi: '3.1.0', info: { title: 'Hostile', version: '1' }, ...document });
  const { model, diagnostics } = await readServiceModelText({ text: contract, file: '/hostile/openapi.json' });
  if (model === undefined) throw new TypeError(diagnostics.map(({ message }) => message).join('; '));
  const config = await readText(text);
  const lines: string[] = [];
  const observability = createObservability({
    service: 'hostile',
    config,
    destination: { write: (line) => void lines.push(line) },
  });
  const security = createSecurity(model, config);
  const service = createService({
    contract: createContract(model),
    config,
    // The generator makes handlers fit their contract; here they are written beside it.
    handlers: handlers as HandlerRegistry<HandlerContext>,
    security: security.handlers,
    cors: security.cors,
    admission: security.admission,
    hooks: [observability.hooks],
    logger: observability.logger,
    endpoints: observability.endpoints,
    warnings: security.warnings,
  });
  const { port } = await service.listen({ port: await findFreePort(), host: '127.0.0.1' });
  return { port, log: () => lines.join(''), [Symbol.asyncDispose]: () => service.close() };
}

async function readText(text: string): ReturnType<typeof readConfig> {
  const directory = await mkdtemp(join(tmpdir(), 'hostile-'));
  try {
    await writeFile(join(directory, 'config.yaml'), text);
    return await readConfig({ directory, env: {} });
  } finally {
    await rm(directory, { recursive: true });
  }
}
