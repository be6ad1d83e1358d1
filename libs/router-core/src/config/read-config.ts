import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError, type ConfigMistake } from './config-error.ts';
import { type ConfigFile, type ConfigNode, mergeNodes } from './config-node.ts';
import type { Decoding } from './decode.ts';
import { decodeServiceConfig } from './decode-service-config.ts';
import { nearestKey } from './nearest-key.ts';
import { type ParsedConfigs, readParsedConfigs, unpackNode } from './parsed-configs.ts';
import { logLevels, type ServiceConfig } from './service-config.ts';
import { workersFrom } from './workers-config.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ReadConfigOptions {
  /** Where `config.yaml` stands, or a folder directly inside that one. */
  readonly directory: string;
  /** Default `config.yaml`. */
  readonly name?: string;
  /** Usually `process.env`: values of `${NAME}`, and `PORT`, `WEB_CONCURRENCY`, `DATABASE_URL`, `LOG_LEVEL` and `NODE_ENV`. */
  readonly env: Environment;
}

/** `config.yaml` → `config.development.yaml` */
export function developmentConfigOf(file: string): string {
  return configOf(file, 'development');
}

function configOf(file: string, environment: 'development' | 'production'): string {
  return file.replace(/(\.[^./\\]*)?$/, `.${environment}$1`);
}

/**
 * Reads `config.yaml` and over it, where it is there, `config.production.yaml` in production, else `config.development.yaml`.
 * @throws ConfigError with every mistake in both files
 */
export async function readConfig({ directory, name = 'config.yaml', env }: ReadConfigOptions): Promise<ServiceConfig> {
  const production = env.NODE_ENV === 'production';
  const base = await findFile(directory, name, false);
  if (base === undefined) throw new ConfigError([missingFile(join(resolve(directory), name))]);
  const over = production ? configOf(name, 'production') : developmentConfigOf(name);
  const overlay = await findFile(directory, over, !production);
  const mistakes: ConfigMistake[] = [];
  const parsed = await readParsedConfigs(resolve(directory));
  const root = await parse(base, parsed, mistakes);
  const merged = overlay === undefined ? root : mergeNodes(root, await parse(overlay, parsed, mistakes));
  const place = { node: merged, file: base.path, mistakes };
  return decode(place, { env, production, developmentConfig: production ? undefined : overlay?.path });
}

async function parse(file: ConfigFile, parsed: ParsedConfigs, mistakes: ConfigMistake[]): Promise<ConfigNode> {
  const known = parsed[basename(file.path)];
  if (known?.text === file.text) return unpackNode(known.node, file);
  const { parseConfigFile } = await import('./parse-config-file.ts');
  return parseConfigFile(file, mistakes);
}

/** What a service gets that has no `config.yaml`: every default, and what the environment overrides. */
export function defaultConfig(env: Environment = {}): ServiceConfig {
  const place = { node: undefined, file: 'environment', mistakes: [] };
  return decode(place, { env, production: env.NODE_ENV === 'production', developmentConfig: undefined });
}

interface Root {
  readonly node: ConfigNode | undefined;
  readonly file: string;
  readonly mistakes: ConfigMistake[];
}

interface Surroundings {
  readonly env: Environment;
  readonly production: boolean;
  readonly developmentConfig: string | undefined;
}

function decode({ node, file, mistakes }: Root, { env, production, developmentConfig }: Surroundings): ServiceConfig {
  const decoding: Decoding = { env, production, mistakes, warnings: [] };
  // A file of comments alone is a null document.
  const isEmpty = node?.kind === 'scalar' && node.value === null;
  const read = decodeServiceConfig({ path: '', node: isEmpty ? undefined : node, file, line: 1 }, decoding);
  const {
    port: configured,
    host: wanted,
    management,
    http,
    tls,
    examples,
    cors,
    rateLimit,
    compression,
    security,
    clients,
    database,
    log,
    health,
    docs,
    webhooks,
  } = read;
  checkMode(env, mistakes);
  const port = portFrom(env, mistakes) ?? configured;
  const host = wanted ?? (production ? '0.0.0.0' : '127.0.0.1');
  if (management !== undefined && management.port !== 0 && management.port === port) {
    const message = `is the port of the service itself, ${port}`;
    mistakes.push({
      file: management.file,
      line: management.line,
      path: 'management.port',
      message,
      hint: 'leave the section out, or choose another',
    });
  }
  const config: ServiceConfig = {
    production,
    port,
    host,
    management: management && { port: management.port, host: management.host ?? host },
    http: { ...http, workers: workersFrom(nonEmpty(env, 'WEB_CONCURRENCY'), mistakes) ?? http.workers },
    tls,
    examples,
    cors,
    rateLimit,
    compression,
    security,
    clients,
    database: { file: database.file, url: nonEmpty(env, 'DATABASE_URL') ?? database.url },
    log: { level: logLevelFrom(env, mistakes) ?? log.level },
    health,
    docs,
    webhooks,
    developmentConfig,
    warnings: decoding.warnings,
  };
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return config;
}

/** Whatever is not `production` is development, with its credentials: a slip must not be. */
function checkMode({ NODE_ENV = '' }: Environment, mistakes: ConfigMistake[]): void {
  if (NODE_ENV === 'production' || !/^\s*prod/i.test(NODE_ENV)) return;
  const message = 'is none that is known, and would be development';
  mistakes.push({ file: 'environment', line: 0, path: 'NODE_ENV', message, hint: 'did you mean production?' });
}

async function findFile(directory: string, name: string, development: boolean): Promise<ConfigFile | undefined> {
  for (const folder of [resolve(directory), dirname(resolve(directory))]) {
    const path = join(folder, name);
    try {
      return { path, text: await readFile(path, 'utf8'), development };
    } catch (cause) {
      // Anything else than "no such file" must not look like a service without configuration.
      if (codeOf(cause) !== 'ENOENT') {
        throw new ConfigError([unreadableFile(path, cause)], { cause });
      }
    }
  }
  return undefined;
}

function unreadableFile(file: string, cause: unknown): ConfigMistake {
  const mistake = { file, line: 0, path: '' };
  switch (codeOf(cause)) {
    case 'EISDIR':
      return { ...mistake, message: 'is a folder, not a file', hint: 'remove it, or put the file in its place' };
    case 'EACCES':
    case 'EPERM':
      return { ...mistake, message: 'cannot be read', hint: 'let the user that runs the service read file and folder' };
    default:
      return { ...mistake, message: `cannot be read (${codeOf(cause) ?? cause})` };
  }
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}

function missingFile(file: string): ConfigMistake {
  const hint = 'an empty file is enough: every key has a default';
  return { file, line: 0, path: '', message: 'not found here nor one folder up', hint };
}

function portFrom(env: Environment, mistakes: ConfigMistake[]): number | undefined {
  const value = nonEmpty(env, 'PORT');
  if (value === undefined) return undefined;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (port <= 65_535) return port;
  mistakes.push({ file: 'environment', line: 0, path: 'PORT', message: 'has to be a whole number from 0 to 65535' });
  return undefined;
}

function logLevelFrom(env: Environment, mistakes: ConfigMistake[]): (typeof logLevels)[number] | undefined {
  const value = nonEmpty(env, 'LOG_LEVEL');
  const level = logLevels.find((each) => each === value);
  if (value === undefined || level !== undefined) return level;
  const near = nearestKey(value, logLevels);
  const message = `has to be one of ${logLevels.join(', ')}`;
  const hint = near === undefined ? {} : { hint: `did you mean ${near}?` };
  mistakes.push({ file: 'environment', line: 0, path: 'LOG_LEVEL', message, ...hint });
  return undefined;
}

function nonEmpty(env: Environment, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
}
