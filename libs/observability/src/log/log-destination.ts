import { constants, fstatSync, openSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';

/** Where finished lines go. `write` takes one line with its line feed. */
export interface LogDestination {
  write(line: string): void;
  /** Writes out what is buffered and resolves when that is done or will not be. */
  flush?(): Promise<void>;
}

const bufferedOctets = 4_096;
// A reader that does not read must not fill the memory: beyond this, lines are dropped.
const maxBufferedOctets = 16 * 1_048_576;
// Nor must it keep a service from stopping.
const flushMilliseconds = 1_000;

/** Standard output, written in pieces of 4 KiB, at the latest after a second, and at the end of the process. */
export function standardOutput(): LogDestination {
  const output = pino.destination({
    dest: outputDescriptor(),
    sync: false,
    minLength: bufferedOctets,
    maxLength: maxBufferedOctets,
    periodicFlush: 1_000,
  });
  // A reader that has gone takes the log with it, not the service.
  output.on('error', () => output.destroy());
  return {
    write: (line) => void output.write(line),
    flush: async () => {
      const flushed = Promise.withResolvers<true>();
      output.flush(() => flushed.resolve(true));
      // What nobody reads within the limit is given up, or the end of the process would wait for it.
      if (!(await Promise.race([flushed.promise, wait(flushMilliseconds, false, { ref: true })]))) output.destroy();
    },
  };
}

/**
 * A write to a full pipe would hold a thread, and a process that ends waits for its threads. Opened anew, the pipe can be
 * written to without blocking and leaves the descriptor of everybody else as it is. Only Linux has a name to open it by.
 */
function outputDescriptor(): number {
  if (process.platform !== 'linux' || !fstatSync(1).isFIFO()) return 1;
  try {
    return openSync('/proc/self/fd/1', constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return 1;
  }
}
