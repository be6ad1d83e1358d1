import { setTimeout as wait } from 'node:timers/promises';
import type { BrokenOperation } from '@brrt/service-model';
import { createCompressor } from './coding/compress-response.ts';
import { describeCause } from './compile/broken-route.ts';
import { listReadiness } from './compile/compile-pass-through.ts';
import { type CompiledService, compileService, listOrphans, listUncallable } from './compile/compile-service.ts';
import type { ServiceOptions, ServiceParts } from './compile/service-options.ts';
import { toParts } from './compile/service-parts.ts';
import { pageEndpoints } from './docs/page-endpoints.ts';
import { refusing } from './errors/listen-error.ts';
import { ServiceConfigurationError } from './errors/service-configuration-error.ts';
import { createManagement, listShadowed } from './http/management.ts';
import { createMemoryRequest } from './http/memory-request.ts';
import { createNodeServer, type ListenAddress, type NodeServer } from './http/node-server.ts';
import { Readiness } from './http/readiness.ts';
import { createReadyResponse } from './http/ready-response.ts';
import { runUntilSignal } from './http/run-until-signal.ts';
import { toFetchResponse } from './http/to-fetch-response.ts';
import { untilReady } from './http/until-ready.ts';
import type { ServerExchange } from './pipeline/server-exchange.ts';
import { workerProcess } from './ports/worker.ts';
import { ServiceAnswerer } from './service-answerer.ts';

/** A running or testable service. */
export interface Service {
  /**
   * Answers without a socket, through the whole pipeline; a path is taken as `GET http://localhost<path>`.
   * Readiness is that of a service that listens.
   */
  fetch(request: string | Request, init?: RequestInit): Promise<Response>;
  /** Port 0 lets the system choose. Rejects with Node's error when the address cannot be had. */
  listen(address: ListenAddress): Promise<{ readonly url: string; readonly port: number }>;
  /**
   * `listen`, then serve until SIGTERM or SIGINT, drain and end the process. Resolves when listening.
   * Rejects with a ListenError when the address cannot be had; everything is closed then.
   */
  run(address: ListenAddress): Promise<void>;
  /** Drains: readiness off, requests in flight finish, hooks flush, `onStop` runs. Safe to call twice. */
  close(): Promise<void>;
}

/** @throws ServiceConfigurationError when contract, handlers and security do not fit together */
export function createService<Dependencies = unknown, Clients = unknown>(
  options: ServiceOptions<Dependencies, Clients>,
): Service {
  if (options.config?.tls !== undefined && options.tls === undefined) {
    throw new ServiceConfigurationError([
      'tls is configured and not used: add `tls: security.tls,` to the call of createService in src/service.ts',
    ]);
  }
  return new ContractService(toParts(options));
}

function describeLeftOut(operation: BrokenOperation): string {
  const { method, path } = operation;
  return `${method === '*' ? 'All of' : method} ${path} answers 501. ${describeCause(operation)}`;
}

// The files of a page are not worth a line each.
function isPage(path: string): boolean {
  return !/\/docs\/[^/]+$/.test(path);
}

function localUrl(scheme: string, { host, port }: ListenAddress): string {
  const shown = host.includes(':') ? `[${host}]` : host;
  return `${scheme}://${shown === '0.0.0.0' ? '127.0.0.1' : shown}:${port}`;
}

/** Longest time over which goodbyes to WebSockets are spread. */
const longestSpreadMs = 5_000;
/** Connections of a process may bring one more request for so long; its answer says that it is the last. */
const lingerMs = 1_000;
/** Connections that the kernel has made and nobody has accepted yet are reset when the listener closes. */
const acceptMs = 100;

/**
 * `next` answers every request that arrives from now on where `before` listens; `before` ends when those that it has are answered.
 * False: they are not both made by `createService`, or `before` does not listen; nothing has changed.
 */
export function takeOver(next: Service, before: Service): boolean {
  return next instanceof ContractService && before instanceof ContractService && next.takeOver(before);
}

/** The service that a process stops when it is told to. */
interface ServiceProcess {
  service: ContractService;
}

type Server = NodeServer<ServerExchange>;

class ContractService implements Service {
  readonly #parts: ServiceParts;
  readonly #service: CompiledService;
  readonly #answerer: ServiceAnswerer;
  readonly #readiness: Readiness;
  #server: Server;
  /** Of the management port, where there is one. */
  #management: Server | undefined = undefined;
  #aside: ServiceAnswerer | undefined = undefined;
  #process: ServiceProcess | undefined = undefined;
  #isListening = false;
  /** Everything, for who asks without a socket. */
  readonly #whole: ServiceAnswerer;
  readonly #state: { phase: 'starting' | 'ready' | 'draining' } = { phase: 'starting' };
  #closed: Promise<void> | undefined = undefined;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    this.#service = compileService(parts);
    this.#readiness = new Readiness(listReadiness(parts), {
      report: this.#service.hooks.check,
      log: parts.logger.service,
    });
    const respondReady = createReadyResponse({
      state: this.#state,
      readiness: this.#readiness,
      details: parts.health.details,
    });
    const management = createManagement(parts.contract, {
      respondReady,
      endpoints: [...pageEndpoints(parts), ...parts.endpoints],
    });
    const shadowed = listShadowed(parts.contract, management, this.#service.routes);
    const warnings = shadowed
      .filter(isPage)
      .map((path) => `The contract declares ${path} itself: it wins over the built-in endpoint`);
    const broken = listUncallable(parts).map(describeLeftOut);
    const orphans = listOrphans(parts).map((name) => `Handler ${name} belongs to no operation of the contract`);
    for (const warning of [...parts.warnings, ...warnings, ...broken, ...orphans]) parts.logger.service.warn(warning);
    const builtIn = new Map([...management].filter(([path]) => !shadowed.includes(path)));
    const compressor = createCompressor(parts.compression);
    const { certificatePeers, http, logger } = parts;
    const options = { compressor, logger: logger.service, certificatePeers };
    this.#whole = new ServiceAnswerer(this.#service, builtIn, options);
    this.#answerer = this.#whole;
    if (parts.management !== undefined) {
      this.#answerer = new ServiceAnswerer(this.#service, new Map(), options);
      this.#aside = new ServiceAnswerer(this.#service, builtIn, { ...options, isManagement: true });
      this.#management = createNodeServer(http, this.#aside, undefined);
    }
    this.#server = createNodeServer(http, this.#answerer, parts.tls);
    const called = Object.values(parts.clients).flatMap(({ upstream }) => upstream ?? []);
    const upstreams = [...called, ...(parts.gateway?.upstreams ?? [])];
    this.#service.hooks.start({ ...parts.contract.model, upstreams });
  }

  async fetch(request: string | Request, init?: RequestInit): Promise<Response> {
    if (this.#state.phase === 'starting') this.#state.phase = 'ready';
    const asked = typeof request === 'string' ? new Request(`http://localhost${request}`, init) : request;
    const exchange = this.#whole.begin(await createMemoryRequest(asked));
    const response = await this.#whole.answer(exchange);
    return toFetchResponse(asked, response, ({ delivered, failure }) => {
      if (failure !== undefined) this.#whole.broken(exchange, failure);
      this.#whole.ended(exchange, delivered);
    });
  }

  async listen(address: ListenAddress): Promise<{ readonly url: string; readonly port: number }> {
    await this.#listenApart();
    return this.#listenForRequests(address);
  }

  async run(address: ListenAddress): Promise<void> {
    try {
      if (workerProcess()?.isSuccessor === true) await untilReady(this.#readiness);
      await this.#listenApart().catch(refusing('management', this.#parts.management ?? address));
      await this.#listenForRequests(address).catch(refusing('service', address));
    } catch (error) {
      await Promise.allSettled([this.close()]);
      throw error;
    }
    const process: ServiceProcess = { service: this };
    this.#process = process;
    const { stop } = runUntilSignal(() => process.service.close(), {
      log: this.#parts.logger.service,
      uncaught: (kind) => process.service.#service.hooks.uncaught(kind),
    });
    workerProcess()?.ready(stop, this.#parts.logger.name);
  }

  takeOver(before: ContractService): boolean {
    if (!before.#isListening || before.#closed !== undefined) return false;
    this.#server = before.#server;
    this.#server.answerWith(this.#answerer);
    this.#management = before.#management;
    if (this.#aside !== undefined) this.#management?.answerWith(this.#aside);
    this.#process = before.#process;
    if (this.#process !== undefined) this.#process.service = this;
    this.#begin();
    before.#closed = before.#retire();
    return true;
  }

  /** At the management port, where there is one. */
  async #listenApart(): Promise<void> {
    const { management, logger } = this.#parts;
    if (management === undefined || this.#management === undefined) return;
    const { port } = await this.#management.listen(management);
    const url = localUrl('http', { host: management.host, port });
    logger.service.info({ managementUrl: url }, `Health, metrics, contract and docs are at ${url}`);
  }

  async #listenForRequests(address: ListenAddress): Promise<{ readonly url: string; readonly port: number }> {
    const { contract, logger, tls } = this.#parts;
    const { port } = await this.#server.listen(address);
    this.#begin();
    const url = localUrl(tls === undefined ? 'http' : 'https', { host: address.host, port });
    const { title, operations } = contract.model;
    logger.service.info({ url, operations: operations.length }, `${title} listens on ${url}`);
    return { url, port };
  }

  #begin(): void {
    const { service: log } = this.#parts.logger;
    this.#service.load.start({
      tell: (message) => log.warn(message),
      blocked: (milliseconds, operation) => {
        this.#service.hooks.blocked(milliseconds, operation);
        log.warn({ operation }, `The event loop stood still for ${Math.round(milliseconds)} ms`);
      },
    });
    this.#state.phase = 'ready';
    this.#isListening = true;
  }

  close(): Promise<void> {
    this.#closed ??= this.#drain();
    return this.#closed;
  }

  async #drain(): Promise<void> {
    const { http } = this.#parts;
    const wasListening = this.#state.phase === 'ready';
    this.#state.phase = 'draining';
    this.#answerer.isDraining = true;
    const worker = workerProcess();
    const isReplaced = worker?.isReplaced === true;
    // Nobody has to learn that it is not ready: another one is.
    const delay = Math.max(http.drainDelayMs, this.#process === undefined ? 0 : acceptMs);
    if (wasListening && delay > 0 && !isReplaced) await wait(delay);
    this.#service.load.stop();
    const spread = Math.min(longestSpreadMs, http.drainTimeoutMs / 2);
    for (const answerer of this.#answerers()) answerer.endStreams(spread);
    const linger = this.#process === undefined ? 0 : lingerMs;
    await this.#server.close(http.drainTimeoutMs, linger);
    await this.#release();
    // Last: who watches the service sees it drain.
    await this.#management?.close(linger, linger);
    await worker?.parted();
    await this.#service.hooks.stop();
  }

  /** Ends without its sockets, which another one has. */
  async #retire(): Promise<void> {
    const { load } = this.#service;
    const answerers = this.#answerers();
    load.stop();
    for (const answerer of answerers) answerer.endStreams();
    const isBusy = (): boolean => load.active > 0 || answerers.some(({ hasStreams }) => hasStreams);
    const end = performance.now() + this.#parts.http.drainTimeoutMs;
    while (isBusy() && performance.now() < end) await wait(20);
    await this.#release();
    await this.#service.hooks.stop();
  }

  /** For requests over the socket and without one: mostly the same. */
  #answerers(): readonly ServiceAnswerer[] {
    return [...new Set([this.#answerer, this.#whole])];
  }

  async #release(): Promise<void> {
    const { onStop, clients, gateway } = this.#parts;
    for (const client of [...Object.values(clients), gateway]) await client?.close();
    await this.#parts.admission?.close?.();
    for (const stop of onStop) await stop();
  }
}
