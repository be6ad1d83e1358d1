/** Milliseconds between looks at the parent process. */
const parentCheckMilliseconds = 500;

/**
 * Runs something until SIGINT, SIGTERM, SIGHUP, the end of the npm or Nx that started it, or until it calls `end`.
 * `start` returns what stops it. Resolves to the exit code: 0 after a signal, else what `end` was given.
 */
export async function untilStopped(start: (end: (exitCode: number) => void) => () => Promise<void>): Promise<number> {
  const ended = Promise.withResolvers<number>();
  const stop = start(ended.resolve);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended.resolve(0));
  const parent = process.ppid;
  const isStartedByTool =
    process.env.npm_lifecycle_event !== undefined || process.env.NX_TASK_TARGET_TARGET !== undefined;
  // npm and a killed Nx leave their children behind; a shell that was left with `nohup` must not count.
  const watchParent = setInterval(() => {
    if (isStartedByTool && process.ppid !== parent) ended.resolve(0);
  }, parentCheckMilliseconds);
  const exitCode = await ended.promise;
  clearInterval(watchParent);
  await stop();
  return exitCode;
}
