import cluster from 'node:cluster';
import { visibleLines } from '@brrt/service-model';
import type { Environment, ServiceConfig } from '../config/index.ts';
import { Crew } from './crew.ts';
import { createPrimaryLog, serviceName } from './primary-log.ts';
import { watchWorkers } from './watch-workers.ts';

export interface PrimaryOptions {
  readonly directory: string;
  readonly env: Environment;
}

/** Beyond the drain of the server: for what else a worker ends. */
const endingMs = 5_000;

/**
 * Serves with several worker processes, which run this program again, and does nothing else itself. SIGTERM and SIGINT end all of
 * them in order; SIGHUP replaces them one by one, from what is on disk then.
 */
export function runPrimary(options: PrimaryOptions, { http, log: { level }, webhooks }: ServiceConfig): void {
  const log = createPrimaryLog(options.env.OTEL_SERVICE_NAME || serviceName(options.directory), level);
  cluster.setupPrimary({ serialization: 'advanced' });
  const crew = new Crew({
    wanted: http.workers,
    log,
    longestDrainMs: http.drainDelayMs + http.drainTimeoutMs + webhooks.drainMs + endingMs,
    giveUp: (reason) => process.stderr.write(`${visibleLines(reason)}\n`, () => process.exit(1)),
  });
  let isStopping = false;
  const stop = (leastExitCode: number): void => {
    if (isStopping) {
      for (const worker of crew.workers) worker.kill('SIGKILL');
      process.exit(130);
    }
    isStopping = true;
    void crew.stop().then((exitCode) => process.exit(Math.max(exitCode, leastExitCode)));
  };
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  process.on('uncaughtException', (error) => {
    log.error(`Uncaught exception: the service stops. ${error.stack ?? error.message}`);
    stop(1);
  });
  if (process.platform !== 'win32') {
    process.on('SIGHUP', () => {
      log.info('SIGHUP: the workers are replaced one by one');
      void crew.roll();
    });
    process.on('SIGUSR2', () => {
      for (const worker of crew.workers) worker.kill('SIGUSR2');
    });
  }
  crew.start();
  watchWorkers(crew, { log, timeoutMs: http.workerTimeoutMs, startTimeoutMs: http.workerStartTimeoutMs });
}
