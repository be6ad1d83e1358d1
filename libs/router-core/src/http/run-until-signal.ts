import type { Logger } from '../ports/logger.ts';

/**
 * Keeps a process alive until SIGTERM or SIGINT, then stops it in order and ends it; a second signal ends it at once.
 * Whatever is still open after `stop` does not keep the process. Returns what does as the first signal does.
 * A promise that nobody awaits is reported and the process lives on; an uncaught exception stops it with exit code 1.
 */
export function runUntilSignal(stop: () => Promise<void>, log: Logger): { readonly stop: () => void } {
  let isStopping = false;
  const begin = (exitCode: number) => {
    if (isStopping) process.exit(exitCode === 0 ? 130 : exitCode);
    isStopping = true;
    stop().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        log.error({ err: error }, 'The service could not stop in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => begin(0));
  process.on('SIGINT', () => begin(0));
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'A rejected promise was not awaited'));
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'Uncaught exception: the service stops');
    begin(1);
  });
  return {
    stop: () => {
      if (!isStopping) begin(0);
    },
  };
}
