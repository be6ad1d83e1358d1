import { createService, type HandlerContext, type HandlerRegistry } from '@brrt/router-core';
import { defaultConfig, type HttpConfig, type SecurityConfig } from '@brrt/router-core/config';
import { createContract } from '@brrt/router-core/host';
import { createSecurity } from '@brrt/security';
import type { ServiceModel } from '@brrt/service-model';
import { readDocument } from './read-document.ts';

export interface ServeOptions {
  /** By operation name; an operation without one answers from the contract. */
  readonly handlers?: object;
  readonly security?: Partial<SecurityConfig>;
  readonly http?: Partial<HttpConfig>;
}

/** Asks by `GET /path`; the answer comes through the whole pipeline. */
export type Ask = (request: string, init?: RequestInit) => Promise<Response>;

export interface Served {
  readonly ask: Ask;
  readonly model: ServiceModel;
}

/** Serves a contract that has to be readable, with the security that it declares. */
export async function serve(document: object, options: ServeOptions = {}): Promise<Served> {
  const { model, errors } = await readDocument(document);
  if (model === undefined) throw new TypeError(`The contract cannot be read: ${errors.join('; ')}`);
  const defaults = defaultConfig();
  const config = {
    ...defaults,
    security: { ...defaults.security, ...options.security },
    http: { ...defaults.http, ...options.http },
  };
  const { handlers } = createSecurity(model, config);
  const service = createService({
    contract: createContract(model),
    // The generator makes handlers fit their contract; here they are written beside it.
    handlers: (options.handlers ?? {}) as HandlerRegistry<HandlerContext>,
    security: handlers,
    config,
  });
  return { model, ask: (request, init) => service.fetch(...readRequest(request, init)) };
}

/** `POST /pets` → the path, and the method among the options. */
function readRequest(request: string, init?: RequestInit): [string, RequestInit] {
  const [method = 'GET', path = '/'] = request.split(' ');
  return [path, { ...init, method }];
}

/** A handler that answers with what it was given. */
export const echo = (request: object): object => ({ status: 200, body: request });

/** Responses of an operation whose handler is `echo`. */
export const anyJson = { '200': { description: 'What was understood', content: { 'application/json': {} } } };

/** JSON with its media type, to be sent. */
export function json(body: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit {
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
}

/** Status and body of an answer, JSON read. */
export async function answer(response: Response): Promise<readonly [number, unknown]> {
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return [response.status, isJson && text !== '' ? JSON.parse(text) : text];
}

/** Where a refused request broke its contract: `query /limit maximum`. */
export async function violations(response: Response): Promise<readonly string[]> {
  const problem = (await response.json()) as { readonly errors?: readonly Readonly<Record<string, string>>[] };
  return (problem.errors ?? []).map(({ in: place, pointer, keyword }) => `${place} ${pointer} ${keyword}`);
}
