import { pino } from 'pino';

/** Where finished lines go. `write` takes one line with its line feed. */
export interface LogDestination {
  write(line: string): void;
  /** Writes out what is buffered. */
  flushSync?(): void;
}

const bufferedOctets = 4_096;
// A reader that does not read must not fill the memory: beyond this, lines are dropped.
const maxBufferedOctets = 16 * 1_048_576;

/** Standard output, written in pieces of 4 KiB, at the latest after a second, and at the end of the process. */
export function standardOutput(): LogDestination {
  return pino.destination({
    dest: 1,
    sync: false,
    minLength: bufferedOctets,
    maxLength: maxBufferedOctets,
    periodicFlush: 1_000,
  });
}
