import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import type { LogLevel } from '../config/index.ts';

export interface PrimaryLog {
  /** Of the service. */
  name: string;
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
}

/** pino's numbers. */
const levels = { info: 30, warn: 40, error: 50 } as const;
const least: Readonly<Record<LogLevel, number>> = {
  trace: 0,
  debug: 0,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
  silent: Number.POSITIVE_INFINITY,
};

/** Lines in the format of those of the workers, from a process that knows nothing of the service and must never wait for a reader. */
export function createPrimaryLog(name: string, level: LogLevel): PrimaryLog {
  const descriptor = outputDescriptor();
  const write = (own: keyof typeof levels, msg: string, fields: object): void => {
    if (levels[own] < least[level]) return;
    const known = { level: levels[own], time: Date.now(), pid: process.pid, hostname: hostname(), name: log.name };
    try {
      writeSync(descriptor, `${JSON.stringify({ ...known, ...fields, msg })}\n`);
    } catch {
      // Nobody reads: the log is lost, not the service.
    }
  };
  const log: PrimaryLog = {
    name,
    info: (message, fields = {}) => write('info', message, fields),
    warn: (message, fields = {}) => write('warn', message, fields),
    error: (message, fields = {}) => write('error', message, fields),
  };
  return log;
}

/** Of the service whose configuration is in a folder, or in the one above; good until a worker says better. */
export function serviceName(directory: string): string {
  const name = basename(directory);
  return name === 'src' ? basename(dirname(directory)) : name;
}

/** A full pipe would block; opened anew it can be written to without. Only Linux has a name to open it by. */
function outputDescriptor(): number {
  try {
    if (process.platform !== 'linux' || !fstatSync(1).isFIFO()) return 1;
    return openSync('/proc/self/fd/1', constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return 1;
  }
}
