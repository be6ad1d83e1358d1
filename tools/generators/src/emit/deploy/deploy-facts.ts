import { posix } from 'node:path';
import type { Operation, ServiceModel } from '@brrt/service-model';
import { type ConfiguredAddress, type DeployConfig, readDeployConfig } from './deploy-config.ts';
import type { UnknownPath } from './unknown-path.ts';

/** What contract and configuration say about how a service runs on a cluster. */
export interface DeployFacts {
  readonly service: string;
  /** Text of `config.yaml`, as the service is to read it. */
  readonly configFiles: Readonly<Record<string, string>>;
  readonly port: number;
  /** Where health, readiness and metrics are, when that is not `port`. */
  readonly managementPort: number | undefined;
  readonly isTls: boolean;
  /** Undefined: the contract has this path for itself, and nothing but the port can be asked. */
  readonly livePath: string | undefined;
  readonly readyPath: string | undefined;
  readonly hasMetrics: boolean;
  readonly stopping: StoppingTimes;
  /** The longest time that an operation may take; 0 where the configuration sets no limit. */
  readonly longestDeadlineMs: number;
  /** Variables that have no default: they come from a Secret. */
  readonly secrets: readonly string[];
  /** Services of the workspace that it calls, and the variable that says where each is. */
  readonly calls: readonly CalledApp[];
  /** Services of the workspace that call it. */
  readonly callers: readonly string[];
  /** Ports of what it calls outside of the workspace. */
  readonly publicPorts: readonly number[];
  readonly otherPorts: readonly number[];
  /** Its data is in a file: every replica has its own, and loses it with its pod. */
  readonly hasDatabaseFile: boolean;
  /** Folders that it writes to. */
  readonly writes: readonly string[];
  /** Files of certificates, keys and roots, without which it does not start. */
  readonly reads: readonly string[];
  /** Of what is read and written, that for which there can be no volume. */
  readonly unknownPaths: readonly UnknownPath[];
  /** Where it finds its identity of SPIFFE; undefined without one, and where no folder is known. */
  readonly svids: SvidPlace | undefined;
  /** Whoever has no certificate is refused before a request, probes too. */
  readonly refusesProbes: boolean;
}

export interface SvidPlace {
  /** The socket, or the file of the certificate; what belongs to it is in the same folder. */
  readonly path: string;
  readonly from: 'socket' | 'files';
  /** What tells the service where the socket is, when its configuration does not. */
  readonly variable?: { readonly name: string; readonly value: string };
}

export interface CalledApp {
  readonly name: string;
  /** Its container's. */
  readonly port: number;
  readonly isTls: boolean;
  readonly variable: string | undefined;
}

/** Seconds of each step between the decision to end a pod and its end. */
export interface StoppingTimes {
  /** Before SIGTERM: until every node and proxy knows that the pod takes nothing new. */
  readonly preStop: number;
  /** `http.drain_delay_ms` */
  readonly drainDelay: number;
  /** `http.drain_timeout_ms` */
  readonly drainTimeout: number;
  /** `webhooks.drain_ms`, where the contract has webhooks. */
  readonly webhooks: number;
  /** Telemetry is sent, connections are closed. */
  readonly flush: number;
}

export interface DeployNeighbour {
  readonly name: string;
  readonly config: DeployConfig;
  /** Services that it calls. */
  readonly calls: readonly string[];
}

export interface DeployInput {
  readonly service: string;
  /** By name, in the order in which one adds to the other. */
  readonly configFiles: Readonly<Record<string, string>>;
  /** Every other service of the workspace. */
  readonly neighbours: readonly DeployNeighbour[];
}

/** Where the image has the service; paths of its configuration start there. */
export const appFolder = '/app';

/** Whether a volume over a folder would lie over the service itself. */
export function hidesProgram(folder: string): boolean {
  return folder === appFolder || folder === '/';
}

/** Kubernetes tells proxies and the pod at the same time; that long, requests still arrive. */
export const endpointSeconds = 5;
const flushSeconds = 5;
const defaults = { port: 8080, drainTimeoutMs: 10_000, handlerDeadlineMs: 30_000, webhookDrainMs: 10_000 };

export function deployFacts(model: ServiceModel, { service, configFiles, neighbours }: DeployInput): DeployFacts {
  const config = readDeployConfig(Object.values(configFiles));
  const calls = calledApps(config, neighbours);
  const addresses = config.addresses.filter(({ keys }) => !calls.some(({ name }) => isClient(keys, name)));
  const isPublished = (path: string): boolean => !declares(model, path);
  const sends = model.webhooks.length > 0 || model.operations.some(({ callbacks }) => callbacks.length > 0);
  const webhookPorts = sends ? numbers(config.at('webhooks', 'ports'), [443, 8443]) : [];
  return {
    service,
    configFiles,
    port: portOf(config),
    managementPort: numberAt(config, ['management', 'port']),
    isTls: config.keys('tls').length > 0,
    livePath: ['/livez', '/health'].find(isPublished),
    readyPath: ['/readyz', '/ready'].find(isPublished),
    hasMetrics: isPublished('/metrics'),
    stopping: stoppingTimes(config, sends),
    longestDeadlineMs: longestDeadline(model, config),
    secrets: config.required.filter((name) => !calls.some(({ variable }) => variable === name)),
    calls,
    callers: neighbours.filter((each) => each.calls.includes(service)).map(({ name }) => name),
    publicPorts: unique([...addresses.filter(isPublic).map(portOfAddress), ...webhookPorts]),
    otherPorts: unique(addresses.filter((address) => !isPublic(address)).map(portOfAddress)),
    hasDatabaseFile: databaseFolder(config) !== undefined && !hasDatabaseUrl(config),
    writes: unique([databaseFolder(config), config.at('http', 'multipart', 'directory')].filter(isText).map(absolute)),
    reads: unique(config.files.map(absolute)),
    unknownPaths: config.unknownPaths.filter(({ key }) => key !== 'database.file' || !hasDatabaseUrl(config)),
    svids: svidPlace(config),
    refusesProbes: config.at('tls', 'client_auth') === 'require' && config.at('management', 'port') === undefined,
  };
}

/** Where a service listens: `port` of its configuration. */
export function portOf(config: DeployConfig): number {
  return numberAt(config, ['port']) ?? defaults.port;
}

function calledApps(config: DeployConfig, neighbours: readonly DeployNeighbour[]): readonly CalledApp[] {
  return config.keys('clients').flatMap((name) => {
    const called = neighbours.find((each) => each.name === name);
    if (called === undefined) return [];
    const [variable] = config.variablesAt('clients', name, 'url');
    return [{ name, port: portOf(called.config), isTls: called.config.keys('tls').length > 0, variable }];
  });
}

function isClient([section, client]: readonly string[], name: string): boolean {
  return section === 'clients' && client === name;
}

function declares({ operations }: ServiceModel, path: string): boolean {
  return operations.some((operation) => operation.basePaths.some((base) => base + operation.path === path));
}

function stoppingTimes(config: DeployConfig, sends: boolean): StoppingTimes {
  const drainDelay = seconds(numberAt(config, ['http', 'drain_delay_ms']) ?? 0);
  return {
    preStop: Math.max(0, endpointSeconds - drainDelay),
    drainDelay,
    drainTimeout: seconds(numberAt(config, ['http', 'drain_timeout_ms']) ?? defaults.drainTimeoutMs),
    webhooks: sends ? seconds(numberAt(config, ['webhooks', 'drain_ms']) ?? defaults.webhookDrainMs) : 0,
    flush: flushSeconds,
  };
}

/** What `terminationGracePeriodSeconds` has to be at least. */
export function graceSeconds({ preStop, drainDelay, drainTimeout, webhooks, flush }: StoppingTimes): number {
  return preStop + drainDelay + drainTimeout + webhooks + flush;
}

function longestDeadline({ operations }: ServiceModel, config: DeployConfig): number {
  const usual = numberAt(config, ['http', 'handler_deadline_ms']) ?? defaults.handlerDeadlineMs;
  const deadlines = operations.map((operation) => ownDeadline(operation) ?? usual);
  // Of an operation that says itself that it has none, as a stream of events, nobody waits for the end.
  return usual === 0 ? 0 : Math.max(...deadlines, 0);
}

function ownDeadline({ extensions }: Operation): number | undefined {
  const written = extensions['x-brrtrouter-deadline-ms'];
  const milliseconds = written === undefined ? Number.NaN : Number(written);
  return Number.isInteger(milliseconds) && milliseconds >= 0 ? milliseconds : undefined;
}

/** An identity provider or another service of somebody; databases and caches are near. */
function isPublic({ keys, url }: ConfiguredAddress): boolean {
  const isWeb = url === undefined ? keys[0] === 'security' || keys[0] === 'clients' : /^https?:$/.test(url.protocol);
  return isWeb && !(url?.hostname ?? '').endsWith('.svc.cluster.local');
}

const schemePorts: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'postgres:': 5432,
  'postgresql:': 5432,
  'redis:': 6379,
  'rediss:': 6379,
  'valkey:': 6379,
  'valkeys:': 6379,
};

const sectionPorts: Readonly<Record<string, number>> = { database: 5432, rate_limit: 6379 };

function portOfAddress({ keys, url }: ConfiguredAddress): number {
  if (url !== undefined && url.port !== '') return Number(url.port);
  return schemePorts[url?.protocol ?? ''] ?? sectionPorts[keys[0] ?? ''] ?? 443;
}

function hasDatabaseUrl(config: DeployConfig): boolean {
  return config.keys('database').includes('url');
}

function databaseFolder(config: DeployConfig): string | undefined {
  const file = config.at('database', 'file');
  if (typeof file !== 'string' || file === ':memory:') return undefined;
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) || '/' : '.';
}

/** Files, or the socket of an agent; unless the configuration says where that is, it is where the driver of SPIFFE has it. */
function svidPlace(config: DeployConfig): SvidPlace | undefined {
  if (config.keys('security', 'spiffe').length === 0) return undefined;
  const file = config.at('security', 'spiffe', 'svid_file');
  if (isText(file)) return { path: absolute(file), from: 'files' };
  const socket = config.at('security', 'spiffe', 'socket');
  if (isText(socket)) {
    const path = /^unix:(?:\/\/)?(\/.*)$/.exec(socket)?.[1];
    return path === undefined ? undefined : { path, from: 'socket' };
  }
  if (config.keys('security', 'spiffe').includes('socket')) return undefined;
  const standard = '/spiffe-workload-api/spire-agent.sock';
  return { path: standard, from: 'socket', variable: { name: 'SPIFFE_ENDPOINT_SOCKET', value: `unix://${standard}` } };
}

function absolute(path: string): string {
  return posix.resolve(appFolder, path);
}

function numberAt(config: DeployConfig, keys: readonly string[]): number | undefined {
  const value = config.at(...keys);
  return typeof value === 'number' ? value : undefined;
}

function numbers(value: unknown, otherwise: readonly number[]): readonly number[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'number') : otherwise;
}

function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
