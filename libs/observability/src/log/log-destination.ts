import { constants, fstatSync, openSync } from 'node:fs';
import { hostname } from 'node:os';
import { isatty } from 'node:tty';
import { workerProcess } from '@brrt/router-core/ports';
import { BufferedOutput } from './buffered-output.ts';

/** Memory that a line can be put into, from `position` on. */
export interface OctetRoom {
  readonly octets: Buffer;
  readonly position: number;
}

/** Where finished lines go. `write` takes one line with its line feed. */
export interface LogDestination {
  write(line: string): void;
  /** Room for a line of so many octets; undefined where it has to be written as text. `added` follows before anything else. */
  room?(octets: number): OctetRoom | undefined;
  /** A line ends there. */
  added?(end: number): void;
  /** Writes out what is buffered and resolves when that is done or will not be. */
  flush?(): Promise<void>;
  /** Lines that were given up because nobody read them. */
  readonly dropped?: number;
}

/** Standard output, written in pieces of up to 64 KiB, smaller ones where several workers write, at the latest after a quarter of a second, and at the end of the process. */
export function standardOutput(service: string): LogDestination {
  shared ??= new BufferedOutput({
    ...openOutput(),
    bufferedOctets: workerProcess() === undefined ? 65_536 : undividedOctets,
    maximumOctets: 16 * 1_048_576,
    flushMilliseconds: 250,
    describeDropped: (count) => describeDropped(service, count),
  });
  return shared;
}

function describeDropped(name: string, dropped: number): string {
  const msg = 'Lines of the log were dropped: nobody read them in time';
  const line = { level: 40, time: Date.now(), pid: process.pid, hostname: hostname(), name, dropped, msg };
  return `${JSON.stringify(line)}\n`;
}

/** So much is written to a pipe at once (PIPE_BUF, pipe(7)): lines of several workers are not to end up inside one another. */
const undividedOctets = 4_096;

// A process has one.
let shared: BufferedOutput | undefined;

/**
 * A write to a full pipe would hold a thread, and a process that ends waits for its threads. Opened anew, the pipe can be
 * written to without blocking and leaves the descriptor of everybody else as it is. Only Linux has a name to open it by.
 */
function openOutput(): { readonly descriptor: number; readonly neverBlocks: boolean } {
  const output = fstatSync(1);
  // What is discarded is discarded at once; a terminal may be held.
  const isDiscarded = output.isCharacterDevice() && !isatty(1);
  if (process.platform !== 'linux' || !output.isFIFO()) return { descriptor: 1, neverBlocks: isDiscarded };
  try {
    return { descriptor: openSync('/proc/self/fd/1', constants.O_WRONLY | constants.O_NONBLOCK), neverBlocks: true };
  } catch {
    return { descriptor: 1, neverBlocks: false };
  }
}
