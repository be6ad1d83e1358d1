import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as sendRaw } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { createService } from '@brrt/router-core';
import { loadContract } from '@brrt/router-core/host';
import type { Contract, HandlerRegistry, HandlerRequest, HttpRequest } from '@brrt/router-core/ports';
import type { ServiceModel } from '@brrt/service-model';
import { type ClientRequest, clientSchemas, createClient } from '../src/index.ts';
import { type AnyClient, methodOf } from './call.ts';
import { exchangeOf } from './exchange.ts';

/** A running service that keeps what its handlers are given, and a client made from the same contract. */
export interface EchoService extends AsyncDisposable {
  readonly model: ServiceModel;
  /** What the handler was given, and the request as it stood on the wire. The client is the real one. */
  call(operation: string, request: ClientRequest): Promise<Echo>;
  /** The same for a request written by hand; `given` is undefined when no handler was reached. */
  send(request: RawRequest): Promise<Answer>;
}

export interface Echo {
  readonly given: HandlerRequest;
  readonly wire: Pick<HttpRequest, 'target' | 'path' | 'query' | 'headers'>;
}

export interface RawRequest {
  readonly method?: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly given: HandlerRequest | undefined;
}

/** A client of some kind for the operations of a contract. */
export interface EchoClient {
  call(operation: string, request: ClientRequest): Promise<unknown>;
  close(): Promise<unknown>;
}

export interface EchoOptions {
  readonly strictQuery?: boolean;
  /** Default: the client of this library. */
  readonly connect?: (model: ServiceModel, url: string) => Promise<EchoClient>;
}

/** Suites that every kind of client passes take how a service of a document is started, and a client of it. */
export type StartEcho = (document: object, options?: Pick<EchoOptions, 'strictQuery'>) => Promise<EchoService>;

async function connectPool(model: ServiceModel, baseUrl: string): Promise<EchoClient> {
  const definition = { service: 'echo', contract: model, schemas: clientSchemas('echo', model) };
  const client = createClient<AnyClient>(definition, { baseUrl });
  const bound = client.bind(exchangeOf());
  return { call: async (operation, request) => methodOf(bound, operation)(request), close: () => client.close() };
}

/** @throws SpecError when the contract cannot be read */
export async function startEcho(
  document: object,
  { strictQuery = false, connect = connectPool }: EchoOptions = {},
): Promise<EchoService> {
  const contract = await contractOf(document);
  const { model } = contract;
  let given: HandlerRequest | undefined;
  let wire: Echo['wire'] | undefined;
  let problem: unknown;
  const keep = (request: HandlerRequest) => {
    given = request;
    return { status: 204 };
  };
  // The cast: every operation has the same handler, whatever types it declares.
  const handlers = Object.fromEntries(model.operations.map(({ name }) => [name, keep])) as HandlerRegistry<unknown>;
  const onRequest = ({ request }: { readonly request: HttpRequest }): void => {
    wire = request;
  };
  const onEnd = ({ error }: { readonly error: unknown }): void => {
    problem = error;
  };
  const service = createService({
    contract,
    handlers: handlers as never, // as above
    hooks: [{ onRequest, onEnd }],
    config: { http: { strictQuery } },
  });
  const { url, port } = await service.listen({ port: 0, host: '127.0.0.1' });
  const client = await connect(model, url);
  return {
    model,
    async call(operation, request) {
      given = undefined;
      problem = undefined;
      await client.call(operation, request).catch((error: unknown) => {
        throw problem === undefined
          ? error
          : new TypeError(`Refused: ${JSON.stringify({ problem, wire: wire?.target })}`);
      });
      if (given === undefined || wire === undefined) throw new TypeError(`${operation} was not reached`);
      return { given, wire };
    },
    async send({ method = 'GET', target, headers = {}, body }) {
      given = undefined;
      const message = sendRaw({ host: '127.0.0.1', port, method, path: target, headers });
      message.end(body);
      const [response] = await once(message, 'response');
      return { status: response.statusCode, body: await text(response), given };
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      await service.close();
    },
  };
}

/** Contracts are read from files. */
export async function contractOf(document: object): Promise<Contract> {
  const folder = await mkdtemp(join(tmpdir(), 'brrt-echo-'));
  try {
    const file = join(folder, 'openapi.json');
    await writeFile(file, JSON.stringify(document));
    return await loadContract({ service: 'echo', file: pathToFileURL(file) });
  } finally {
    await rm(folder, { recursive: true });
  }
}
