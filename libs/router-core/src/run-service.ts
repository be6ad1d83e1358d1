import { StartError, visibleLines } from '@brrt/service-model';
import { type Environment, readConfig, type ServiceConfig } from './config/index.ts';
import { type Service, takeOver } from './create-service.ts';
import { keepYoung } from './keep-young.ts';
import { hotReload, type ReloadOutcome } from './ports/hot-reload.ts';
import { workerProcess } from './ports/worker.ts';
import { workerVariable } from './workers/worker-message.ts';

export { explainRefusal } from './errors/listen-error.ts';
export { keepYoung } from './keep-young.ts';

export interface RunServiceOptions {
  /** Where `config.yaml` stands, or a folder directly inside that one. */
  readonly directory: string;
  /** Usually `process.env`. */
  readonly env: Environment;
  /** Where the configuration comes from, if not from there. */
  readonly readConfig?: () => Promise<ServiceConfig>;
  /** Makes the service. Import its module here: a contract that cannot be read is found when it is loaded. */
  readonly create: (config: ServiceConfig) => Promise<Service>;
}

/**
 * A service as a process: reads the configuration, makes the service, serves until SIGTERM or SIGINT; in development, on the same
 * sockets, with files that have changed.
 * What whoever starts it can mend ends the process with exit code 1 and its message alone; any other fault is thrown.
 */
export async function runService(options: RunServiceOptions): Promise<void> {
  keepYoung();
  try {
    const number = options.env[workerVariable];
    if (number !== undefined) (await import('./workers/join-primary.ts')).joinPrimary(Number(number));
    const config = await configOf(options);
    if (number === undefined && (await startsOthers(options, config))) return;
    const service = await options.create(config);
    await service.run({ port: config.port, host: config.host });
    const running: Running = { config, service };
    hotReload()?.serving(() => reload(options, running));
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const worker = workerProcess();
    if (worker === undefined) process.stderr.write(`${visibleLines(error.message)}\n`, () => process.exit(1));
    else void worker.failed(error.message).then(() => process.exit(1));
  }
}

/** True: several processes serve, which this one has started. */
async function startsOthers(options: RunServiceOptions, config: ServiceConfig): Promise<boolean> {
  const { workers } = config.http;
  if (workers === 1) return false;
  if (hotReload() !== undefined) {
    process.stderr.write(
      `One process serves, not ${workers} (http.workers, WEB_CONCURRENCY): what changes is taken up in place\n`,
    );
    return false;
  }
  (await import('./workers/run-primary.ts')).runPrimary(options, config);
  return true;
}

function configOf(options: RunServiceOptions): Promise<ServiceConfig> {
  return options.readConfig?.() ?? readConfig(options);
}

interface Running {
  config: ServiceConfig;
  service: Service;
}

/** Never rejects: what ran goes on whatever becomes of the files. */
async function reload(options: RunServiceOptions, running: Running): Promise<ReloadOutcome> {
  try {
    const config = await configOf(options);
    const part = partOfProcess(running.config, config);
    if (part !== undefined) return { outcome: 'restart', message: `${part} belongs to the process` };
    const service = await options.create(config);
    if (!takeOver(service, running.service))
      return { outcome: 'restart', message: 'this service is made by its own code' };
    Object.assign(running, { config, service });
    return { outcome: 'accepted' };
  } catch (error) {
    return { outcome: 'refused', message: describe(error) };
  }
}

const partsOfProcess = ['port', 'host', 'management', 'http', 'tls'] as const;

/** What differs and holds for the sockets; certificates are bound to those that were opened with them. */
function partOfProcess(before: ServiceConfig, now: ServiceConfig): string | undefined {
  if (now.tls !== undefined) return 'tls';
  return partsOfProcess.find((part) => JSON.stringify(before[part]) !== JSON.stringify(now[part]));
}

function describe(error: unknown): string {
  if (error instanceof StartError) return visibleLines(error.message);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
