import type { BrokenOperation, Operation } from '@brrt/service-model';
import type { HttpConfig } from '../config/index.ts';
import { ServiceConfigurationError } from '../errors/service-configuration-error.ts';
import { Load } from '../http/load.ts';
import { listSecurityHeaders } from '../http/security-headers.ts';
import { StreamSlots } from '../http/stream-slots.ts';
import type { BindableClients } from '../ports/client-binding.ts';
import type { FlatHeaders } from '../ports/http-message.ts';
import type { LoggerFactory } from '../ports/logger.ts';
import type { RouteCors } from '../ports/policies.ts';
import type { Contract } from '../ports/schema-compiler.ts';
import { asOperations, type BrokenRoute, listBrokenRoutes, lockedOperation } from './broken-route.ts';
import { type CompiledHooks, compileHooks } from './compile-hooks.ts';
import { type CompiledOperation, compileOperation } from './compile-operation.ts';
import { type ConnectedParts, connectPassedOn, listLostOperations } from './compile-pass-through.ts';
import { mayStream } from './compile-responses.ts';
import { isUnsatisfiable, listMissingSchemes } from './compile-security.ts';
import { createRouteTree, type RouteEntry, type RouteTree } from './route-tree.ts';
import type { ServiceParts } from './service-options.ts';

/** One operation under one base path: either compiled or broken. */
export interface Route {
  /** Compiled when the route is first taken, so the start does not pay for operations nobody calls. */
  readonly compiled: CompiledOperation | undefined;
  readonly cors: RouteCors | undefined;
  readonly unreadable: BrokenRoute | undefined;
}

/** A contract with its handlers, policies and hooks, ready to answer: what the pipeline runs on. */
export interface CompiledService {
  readonly contract: Contract;
  readonly routes: RouteTree<Route>;
  /** For what matches no path of the contract. */
  readonly fallbackCors: RouteCors | undefined;
  readonly http: HttpConfig;
  readonly load: Load;
  readonly streams: StreamSlots;
  /** Some operation is one. */
  readonly hasWebSockets: boolean;
  /** For everything but an operation, which has its own. */
  readonly securityHeaders: FlatHeaders;
  readonly hooks: CompiledHooks;
  readonly dependencies: unknown;
  readonly clients: BindableClients<Readonly<Record<string, unknown>>>;
  readonly logger: LoggerFactory;
}

/**
 * @throws ServiceConfigurationError with every reason why this service must not start
 * @throws StartError for a called service that is not configured
 */
export function compileService(parts: ServiceParts): CompiledService {
  const reasons = listReasonsNotToStart(parts);
  if (reasons.length > 0) throw new ServiceConfigurationError(reasons);
  return {
    contract: parts.contract,
    routes: createRouteTree(listRoutes(connectPassedOn(parts))),
    fallbackCors: parts.cors?.compile([]),
    http: parts.http,
    load: new Load(parts.http),
    streams: new StreamSlots(parts.http.streams),
    hasWebSockets: parts.contract.model.operations.some(({ webSocket }) => webSocket !== undefined),
    securityHeaders: listSecurityHeaders(parts.http.securityHeaders, parts.tls !== undefined),
    hooks: compileHooks(parts.hooks, parts.logger.service),
    dependencies: parts.dependencies,
    clients: parts.clients,
    logger: parts.logger,
  };
}

function listReasonsNotToStart(parts: ServiceParts): readonly string[] {
  const { contract, security, authorize, http } = parts;
  const { model } = contract;
  const names = new Set([...model.operations, ...model.brokenOperations].map(({ name }) => name));
  // An operation that was renamed would be open where a rule was meant.
  const orphans = Object.keys(authorize).filter((name) => !names.has(name));
  return [
    ...listMissingSchemes(model, security).map((scheme) => `security scheme "${scheme}" has no handler`),
    ...listLostOperations(parts),
    ...orphans.map((name) => `authorizer "${name}" belongs to no operation of the contract`),
    ...listIdleLimits(contract, http),
  ];
}

/** A limit that limits nothing is a mistake in its name. */
function listIdleLimits({ model }: ServiceParts['contract'], { streams }: HttpConfig): readonly string[] {
  const ids = model.operations.filter((operation) => mayStream(operation, model)).map(({ id }) => id);
  const unknown = Object.keys(streams.operations).filter((id) => !ids.includes(id));
  const known = ids.length === 0 ? 'none does' : `those that do are ${ids.join(', ')}`;
  return unknown.map((id) => `http.streams.operations.${id}: no operation of that name streams; ${known}`);
}

/** Handlers whose operation has vanished from the contract: the compiler refuses them, a running service does without. */
export function listOrphans({ contract, handlers }: Pick<ServiceParts, 'contract' | 'handlers'>): readonly string[] {
  const names = new Set(contract.model.operations.map(({ name }) => name));
  return Object.keys(handlers).filter((name) => !names.has(name));
}

/** Operations that can answer nothing but why: they could not be read, or nobody can be let in. */
export function listUncallable({ contract, security }: ServiceParts): readonly BrokenOperation[] {
  const { operations, brokenOperations } = contract.model;
  const locked = operations.filter((operation) => isUnsatisfiable(operation, security));
  return [...brokenOperations, ...locked.map(lockedOperation)];
}

function listRoutes(parts: ConnectedParts): readonly RouteEntry<Route>[] {
  const corsByPath = compileCors(parts);
  const callable = parts.contract.model.operations.filter((operation) => !isUnsatisfiable(operation, parts.security));
  const sound = callable.flatMap((operation) =>
    operation.basePaths.map((basePath) => {
      const template = basePath + operation.path;
      return { method: operation.method, template, value: new LazyRoute(parts, operation, template, corsByPath) };
    }),
  );
  return [...sound, ...listBrokenRoutes(listUncallable(parts), corsByPath)];
}

function compileCors({ contract, cors }: ServiceParts): ReadonlyMap<string, RouteCors> {
  if (cors === undefined) return new Map();
  const { operations, brokenOperations } = contract.model;
  const byPath = Map.groupBy([...operations, ...brokenOperations.flatMap(asOperations)], ({ path }) => path);
  return new Map([...byPath].map(([path, operations]) => [path, cors.compile(operations)]));
}

class LazyRoute implements Route {
  readonly unreadable = undefined;
  readonly cors: RouteCors | undefined;
  #compiled: CompiledOperation | undefined = undefined;
  readonly #compile: () => CompiledOperation;

  constructor(parts: ConnectedParts, operation: Operation, template: string, cors: ReadonlyMap<string, RouteCors>) {
    this.cors = cors.get(operation.path);
    this.#compile = () => compileOperation(parts, operation, template);
  }

  get compiled(): CompiledOperation {
    this.#compiled ??= this.#compile();
    return this.#compiled;
  }
}
