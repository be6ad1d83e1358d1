import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { createService, type HandlerRegistry, passThrough } from '@brrt/router-core';
import { type ClientConfig, defaultConfig, defaultResilience, type ServiceConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
import type { FinishedCall, HandlerContext, SecurityHandlers } from '@brrt/router-core/ports';
import { createGateway } from '../../src/index.ts';
import { listen } from '../upstream.ts';

/** What arrived at the service behind, as it stood on the wire. */
export interface Passed {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface PassingService extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly upstreamPort: number;
  readonly arrived: readonly Passed[];
  readonly calls: readonly FinishedCall[];
}

export interface PassingOptions {
  readonly client?: Partial<ClientConfig>;
  readonly http?: Partial<ServiceConfig['http']>;
  readonly compression?: Partial<ServiceConfig['compression']>;
  readonly security?: SecurityHandlers;
  /** Answers before the body has arrived; nothing is kept then. */
  readonly isEager?: boolean;
}

/**
 * A service all of whose operations go on to another one, both listening.
 * @param contract in YAML, without what stands in front of `paths`
 */
export async function startPassing(
  contract: string,
  answer: RequestListener,
  options: PassingOptions = {},
): Promise<PassingService> {
  const arrived: Passed[] = [];
  const calls: FinishedCall[] = [];
  const upstream = createServer(async (message, response) => {
    if (options.isEager !== true) {
      const { method, url: target, rawHeaders, headers } = message;
      arrived.push({ method, target, rawHeaders, headers, body: await buffer(message) });
    }
    answer(message, response);
  });
  const upstreamPort = await listen(upstream);
  const config = configOf(`http://127.0.0.1:${upstreamPort}/base`, options);
  const { model, ...host } = await contractOf(contract);
  const handlers = Object.fromEntries(model.operations.map(({ name }) => [name, passThrough]));
  const service = createService({
    contract: { model, ...host },
    // The cast: its types are generated elsewhere.
    handlers: handlers as HandlerRegistry<HandlerContext>,
    config,
    security: options.security,
    gateway: createGateway(model, config),
    hooks: [{ onClientCall: (_, call) => calls.push(call) }],
  });
  const port = await freePort();
  const { url } = await service.listen({ port, host: '127.0.0.1' });
  return {
    ...{ url, port, upstreamPort, arrived, calls },
    async [Symbol.asyncDispose]() {
      upstream.closeAllConnections();
      await service.close();
      upstream.closeAllConnections();
      await new Promise((resolve) => upstream.close(resolve));
    },
  };
}

function configOf(url: string, options: PassingOptions) {
  const { http, compression, ...base } = defaultConfig();
  const pets: ClientConfig = {
    url,
    ...{ credentials: {}, tokens: {}, timeoutMs: 2_000, tls: undefined },
    ...defaultResilience,
    passThrough: { callerCredentials: [], securitySchemes: {} },
    ...options.client,
  };
  return {
    ...base,
    http: { ...http, drainTimeoutMs: 500, ...options.http },
    compression: { ...compression, ...options.compression },
    clients: { pets },
  };
}

async function contractOf(contract: string) {
  const folder = await mkdtemp(join(tmpdir(), 'brrt-passing-'));
  try {
    const file = join(folder, 'openapi.yaml');
    await writeFile(file, `openapi: 3.2.0\ninfo: { title: T, version: '1' }\npaths:\n${contract}`);
    return await loadContract({ service: 'passing', file: pathToFileURL(file) });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** One that `listen` of the tests would choose. */
async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await listen(probe);
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
