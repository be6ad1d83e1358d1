import { accessSync, constants, readFileSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from './command.ts';

/**
 * The absolute path of a file that the command line names.
 * @param option that it was given to: `--guard`; undefined: to none
 * @throws UsageError that says what is wrong with it, as all functions here
 */
export function namedFile(path: string, option?: string): string {
  return named('file', path, option);
}

/** The same of several, as they were given. */
export function namedFiles(paths: readonly string[], option: string): readonly string[] {
  for (const path of paths) namedFile(path, option);
  return paths;
}

/** The absolute path of a folder. */
export function namedFolder(path: string, option?: string): string {
  return named('folder', path, option);
}

/** The same of one that may have to be made. */
export function namedNewFolder(path: string, option?: string): string {
  const wanted = resolve(path);
  const nearest = read(path, option, () => nearestPath(wanted));
  named('folder', nearest === wanted ? path : nearest, option);
  return wanted;
}

/** What is in a file. */
export function namedOctets(path: string, option?: string): Buffer {
  const file = namedFile(path, option);
  return read(path, option, () => readFileSync(file));
}

/** The same as text. @param why it has to be: `, and application/json has to be` */
export function namedText(path: string, option?: string, why = ''): string {
  const octets = namedOctets(path, option);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    throw refusal(`${path} is not UTF-8 text${why}`, option);
  }
}

function named(kind: 'file' | 'folder', path: string, option?: string): string {
  const file = resolve(path);
  const status = read(path, option, () => readableStatus(file));
  if (status === undefined) {
    const hint = path === '-' ? ', and standard input is not read' : '';
    throw refusal(`there is no ${kind} ${path}${hint}`, option);
  }
  // A pipe is read as a file is: --body @/dev/stdin
  const found = status.isDirectory() ? 'folder' : 'file';
  if (found !== kind) throw refusal(`${path} is a ${found}, not a ${kind}`, option);
  return file;
}

/** It, or what would be around it. */
function nearestPath(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) === undefined ? nearestPath(dirname(path)) : path;
}

function readableStatus(file: string): Stats | undefined {
  const status = statSync(file, { throwIfNoEntry: false });
  if (status !== undefined) accessSync(file, constants.R_OK);
  return status;
}

function read<T>(path: string, option: string | undefined, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw refusal(`${path} cannot be read (${error.code})`, option);
  }
}

function refusal(what: string, option: string | undefined): UsageError {
  return new UsageError(option === undefined ? what : `${option}: ${what}`);
}
