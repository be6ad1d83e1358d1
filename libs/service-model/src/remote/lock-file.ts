import { createHash } from 'node:crypto';
import type { JsonValue } from '../model/json.ts';
import { isObject } from '../parse/is-object.ts';

/** One copy of a remote document. */
export interface LockedReference {
  /** Hexadecimal, of the octets of the copy. */
  readonly sha256: string;
  /** Path of the copy, relative to the contract, `/` between segments. */
  readonly file: string;
  /** Where redirections led when the copy was made. */
  readonly redirectedTo?: string;
}

/** By URL without fragment. */
export interface LockFile {
  readonly references: Readonly<Record<string, LockedReference>>;
}

/** `openapi.yaml` → `openapi.lock.json` */
export function lockFileOf(contract: string): string {
  return `${stemOf(contract)}.lock.json`;
}

/** `openapi.yaml` → `openapi.remotes`, the folder of the copies. */
export function remotesFolderOf(contract: string): string {
  return `${stemOf(contract)}.remotes`;
}

function stemOf(contract: string): string {
  return contract.replace(/\.[^./\\]*$/, '');
}

/** A lock file as it was read; `undefined`: it is none. */
export function readLockFile(value: JsonValue): LockFile | undefined {
  if (!isObject(value) || !isObject(value.references)) return undefined;
  const entries = Object.entries(value.references).map(([url, entry]) => [url, readEntry(entry)] as const);
  const known = entries.flatMap(([url, entry]) => (entry === undefined ? [] : [[url, entry] as const]));
  return known.length === entries.length ? { references: Object.fromEntries(known) } : undefined;
}

function readEntry(entry: JsonValue): LockedReference | undefined {
  if (!isObject(entry)) return undefined;
  const { sha256, file, redirectedTo } = entry;
  if (typeof sha256 !== 'string' || !/^[\da-f]{64}$/.test(sha256) || typeof file !== 'string') return undefined;
  // The copies lie below the contract.
  if (file.split('/').some((segment) => segment === '' || segment === '..') || /[\\:]/.test(file)) return undefined;
  if (redirectedTo !== undefined && typeof redirectedTo !== 'string') return undefined;
  return { sha256, file, ...(redirectedTo === undefined ? {} : { redirectedTo }) };
}

export function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
