import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { createService, type HandlerContext, type HandlerRegistry, type WebSocketChannel } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
import { createSecurity } from '../src/index.ts';
import type { Certificate } from './certificates.ts';

const get = (operationId: string, security: readonly object[]) => ({
  get: {
    operationId,
    security,
    responses: { '200': { description: 'Who asks', content: { 'application/json': { schema: {} } } } },
  },
});

/** Operations that are open, closed to all but certificates, and open to certificates or keys. */
export const contract = {
  openapi: '3.1.0',
  info: { title: 'Secure', version: '1' },
  components: {
    securitySchemes: {
      Mutual: { type: 'mutualTLS' },
      Key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      Token: { type: 'http', scheme: 'bearer' },
    },
  },
  paths: {
    '/open': get('open', []),
    '/mutual': get('mutual', [{ Mutual: [] }]),
    '/wait': get('wait', [{ Mutual: [] }]),
    '/live': {
      get: {
        operationId: 'live',
        security: [{ Mutual: [] }],
        'x-websocket': { receive: true, send: true },
        responses: { '101': { description: 'Says what it hears' } },
      },
    },
    '/admin': get('admin', [{ Mutual: ['admin'] }]),
    '/either': get('either', [{ Mutual: [] }, { Key: [] }]),
    '/both': get('both', [{ Mutual: [], Key: [] }]),
    '/token': get('token', [{ Token: [] }]),
  },
};

/** A running service, and the folder that its configuration and certificates are in. */
export interface SecureService extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  readonly warnings: readonly string[];
  /** Of each request that arrived. */
  readonly schemes: readonly string[];
  /** Writes or replaces files of the folder. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
}

export interface SecureServiceOptions {
  /** YAML of `config.yaml`; paths in it start at the folder. */
  readonly config: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Operations that the contract is left with; all unless given. */
  readonly paths?: readonly (keyof typeof contract.paths)[];
  readonly env?: Readonly<Record<string, string>>;
  /** False: the service is not given what `createSecurity` made of `tls`. */
  readonly handsTlsOver?: boolean;
}

/** A service from its contract and `config.yaml`, listening on loopback. */
export async function startSecure(options: SecureServiceOptions): Promise<SecureService> {
  const { config, files = {}, paths, env = {} } = options;
  const folder = await mkdtemp(join(tmpdir(), 'brrt-tls-'));
  const write = async (given: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, content] of Object.entries(given)) await writeFile(join(folder, name), content);
  };
  const left = Object.entries(contract.paths).filter(([path]) => paths?.some((each) => each === path) ?? true);
  try {
    await write({ 'config.yaml': config, ...files });
    await write({ 'openapi.json': JSON.stringify({ ...contract, paths: Object.fromEntries(left) }) });
    const loaded = await loadContract({ service: 'secure', file: pathToFileURL(join(folder, 'openapi.json')) });
    const settings = await readConfig({ directory: folder, env });
    const security = createSecurity(loaded.model, settings);
    const warnings: string[] = [];
    const schemes: string[] = [];
    const whoAsks = (_: unknown, { principal }: HandlerContext) => ({ status: 200, body: { ...principal } });
    const waits = (_: unknown, { signal }: HandlerContext) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve({ status: 200, body: {} })));
    const echoes = async (_request: unknown, _context: unknown, socket: WebSocketChannel) => {
      for await (const message of socket) await socket.send(message);
    };
    const written: Readonly<Record<string, unknown>> = { wait: waits, live: echoes };
    const handlers = Object.fromEntries(loaded.model.operations.map(({ name }) => [name, written[name] ?? whoAsks]));
    const ignore = (): void => undefined;
    const service = {
      debug: ignore,
      info: ignore,
      error: ignore,
      warn: (...args: unknown[]) => warnings.push(JSON.stringify(args)),
    };
    const running = createService({
      contract: loaded,
      // The cast: the contract was written here and no types were generated from it.
      handlers: handlers as HandlerRegistry<HandlerContext>,
      config: settings,
      security: security.handlers,
      tls: options.handsTlsOver === false ? undefined : security.tls,
      logger: { service, forExchange: () => service },
      hooks: [{ onRequest: ({ request }) => void schemes.push(request.scheme) }],
    });
    const { url, port } = await running.listen({ port: 0, host: '127.0.0.1' });
    return {
      url,
      port,
      folder,
      warnings,
      schemes,
      write,
      async [Symbol.asyncDispose]() {
        await running.close();
        await rm(folder, { recursive: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
}

export interface Caller {
  readonly certificate?: Certificate | undefined;
  /** Whom the caller believes. */
  readonly ca: Certificate;
  readonly headers?: Readonly<Record<string, string>>;
  /** Keeps the connection between calls. */
  readonly agent?: Agent;
}

export interface SecureAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Asks by a connection of its own; a failed handshake answers with the code of Node's error. */
export function ask(
  { port }: Pick<SecureService, 'port'>,
  path: string,
  caller: Caller,
): Promise<SecureAnswer | string> {
  const { certificate, ca, headers = {}, agent = new Agent({ keepAlive: false }) } = caller;
  const shown = certificate === undefined ? {} : { cert: certificate.pem, key: certificate.keyPem };
  return new Promise((resolve) => {
    const message = httpsRequest(
      { host: '127.0.0.1', port, path, headers, agent, ca: [ca.pem], ...shown },
      async (response) => {
        const body = await text(response);
        const status = response.statusCode ?? 0;
        resolve({ status, body: body === '' ? {} : JSON.parse(body), headers: response.headers });
      },
    );
    message.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)).end();
  });
}
