import type { UncaughtKind } from '../ports/hooks.ts';
import type { Logger } from '../ports/logger.ts';

/**
 * Keeps a process alive until SIGTERM or SIGINT, then stops it in order and ends it; a second signal ends it at once.
 * Whatever is still open after `stop` does not keep the process. Returns what does as the first signal does.
 * What nobody catches is reported, and the process lives on: a request that makes a handler throw outside of itself would end it
 * for everybody else.
 */
export function runUntilSignal(
  stop: () => Promise<void>,
  { log, uncaught }: { readonly log: Logger; readonly uncaught: (kind: UncaughtKind) => void },
): { readonly stop: () => void } {
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
  process.on('unhandledRejection', (reason) => {
    uncaught('rejection');
    log.error({ err: reason }, 'A rejected promise was not awaited');
  });
  process.on('uncaughtException', (error) => {
    uncaught('exception');
    log.error({ err: error }, 'Uncaught exception: nobody knows what it left undone');
  });
  return {
    stop: () => {
      if (!isStopping) begin(0);
    },
  };
}
