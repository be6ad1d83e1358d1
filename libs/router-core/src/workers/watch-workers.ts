import type { Crew } from './crew.ts';
import type { PrimaryLog } from './primary-log.ts';
import type { WorkerHandle } from './worker-handle.ts';

export interface WatchOptions {
  readonly log: PrimaryLog;
  /** Who answers nothing for so long is killed; 0: nobody is. */
  readonly timeoutMs: number;
  /** Who does not serve by then is killed; 0: nobody is. */
  readonly startTimeoutMs: number;
}

const checkIntervalMs = 1_000;

/** Asks every worker whether it still answers. One whose event loop stands still does not, and would never end; one that starts may take longer. */
export function watchWorkers(crew: Pick<Crew, 'workers'>, options: WatchOptions): NodeJS.Timeout {
  const check = (): void => {
    for (const worker of crew.workers) {
      if (worker.hasServed) checkServing(worker, options);
      else if (worker.phase === 'starting') checkStarting(worker, options);
    }
  };
  return setInterval(check, checkIntervalMs).unref();
}

function checkServing(worker: WorkerHandle, { log, timeoutMs }: WatchOptions): void {
  const wasSilent = worker.isSilent;
  worker.check(checkIntervalMs);
  const { number, pid, silentMs, isSilent, isDebugged } = worker;
  const what = `Worker ${number} has not answered for ${silentMs / 1_000} s`;
  const fields = { worker: number, workerPid: pid };
  if (isSilent && !wasSilent) log.warn(`${what}: new connections go to the others`, fields);
  if (timeoutMs === 0 || silentMs < timeoutMs || isDebugged) return;
  log.error(`${what}: it is killed, and its connections with it`, fields);
  worker.kill('SIGKILL');
}

function checkStarting(worker: WorkerHandle, { log, startTimeoutMs }: WatchOptions): void {
  worker.check(checkIntervalMs);
  const { number, pid, startingMs, isDebugged } = worker;
  if (startTimeoutMs === 0 || startingMs < startTimeoutMs || isDebugged) return;
  const what = `Worker ${number} does not serve after ${startingMs / 1_000} s (http.worker_start_timeout_ms)`;
  log.error(`${what}: it is killed`, { worker: number, workerPid: pid });
  worker.kill('SIGKILL');
}
