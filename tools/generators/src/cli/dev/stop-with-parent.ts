/**
 * Preloaded into every app that a runner starts: closing the channel to the runner stops the app, exactly once.
 * So an app ends with its runner even when that is killed, and Ctrl-C, which reaches both, does not count twice.
 */
let isStopping = false;
/** A little more than a runner waits: who drains longer may do so for ever, say into a pipe that nobody reads. */
const drainMilliseconds = 6_000;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The app has no handler yet: it is still starting, and nothing is in flight.
    if (process.listenerCount(signal) === 1) process.exit(0);
    isStopping = true;
  });
}

process.on('disconnect', () => {
  if (!isStopping) process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), drainMilliseconds).unref();
});
process.channel?.unref();
