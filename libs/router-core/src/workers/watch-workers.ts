import type { Crew } from './crew.ts';
import type { PrimaryLog } from './primary-log.ts';

export interface WatchOptions {
  readonly log: PrimaryLog;
  /** Who answers nothing for so long is killed; 0: nobody is. */
  readonly timeoutMs: number;
}

const checkIntervalMs = 1_000;

/** Asks every worker that has served whether it still answers. One whose event loop stands still does not, and would never end. */
export function watchWorkers(crew: Pick<Crew, 'workers'>, { log, timeoutMs }: WatchOptions): NodeJS.Timeout {
  const check = (): void => {
    for (const worker of crew.workers) {
      if (!worker.hasServed) continue;
      const wasSilent = worker.isSilent;
      worker.check(checkIntervalMs);
      const { number, pid, silentMs, isSilent, isDebugged } = worker;
      const what = `Worker ${number} has not answered for ${silentMs / 1_000} s`;
      const fields = { worker: number, workerPid: pid };
      if (isSilent && !wasSilent) log.warn(`${what}: new connections go to the others`, fields);
      if (timeoutMs === 0 || silentMs < timeoutMs || isDebugged) continue;
      log.error(`${what}: it is killed, and its connections with it`, fields);
      worker.kill('SIGKILL');
    }
  };
  return setInterval(check, checkIntervalMs).unref();
}
