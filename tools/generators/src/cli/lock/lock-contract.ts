import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  type Diagnostic,
  hashOf,
  type LockedReference,
  type LockFile,
  lockFileOf,
  type RemoteDocuments,
  readLockFile,
  readServiceModel,
  remotesFolderOf,
} from '@brrt/service-model';
import type { AllowedAddresses } from './allowed-addresses.ts';
import { copyName } from './copy-name.ts';
import { FetchRefusedError, fetchDocument } from './fetch-document.ts';

export interface LockedDocument {
  readonly url: string;
  /** Relative to the contract. */
  readonly file: string;
  readonly sha256: string;
  readonly state: 'new' | 'changed' | 'unchanged' | 'kept';
}

export interface LockResult {
  readonly documents: readonly LockedDocument[];
  /** Why references to a network cannot be followed, or not be found; empty when all are locked. */
  readonly problems: readonly Diagnostic[];
  /** Absolute paths and what is to be written there. */
  readonly writes: readonly { readonly path: string; readonly octets: Uint8Array }[];
  /** Absolute paths of copies that nothing refers to any more. */
  readonly removes: readonly string[];
}

const maxDocuments = 200;
/** What such a contract refers to is not known: none of the copies is out of use. */
const unreadable = ['unreadable-file', 'empty-document', 'malformed-document'];

/**
 * Fetches what a contract refers to on a network, and what that refers to. Documents that are not allowed now but were
 * locked before stay as they are. Nothing is written here.
 */
export async function lockContract(contract: string, allowed: AllowedAddresses): Promise<LockResult> {
  const folder = dirname(contract);
  const before = readLock(contract);
  const collected = new Map<string, Collected>();
  const names = new Set(Object.values(before.references).map(({ file }) => file));
  const collect = async (url: string): Promise<Collected> => {
    const known = Object.hasOwn(before.references, url) ? before.references[url] : undefined;
    if (known !== undefined && !allowed.includes(new URL(url))) return keptCopy(folder, known);
    if (collected.size >= maxDocuments)
      throw new FetchRefusedError(`The contract refers to more than ${maxDocuments} documents`);
    const { octets, url: from } = await fetchDocument(url, allowed);
    const sha256 = hashOf(octets);
    const file = known?.file ?? copyName(url, { folder: basename(remotesFolderOf(contract)), taken: names });
    names.add(file);
    const state = known === undefined ? 'new' : known.sha256 === sha256 ? 'unchanged' : 'changed';
    return { octets, state, entry: { sha256, file, ...(from === url ? {} : { redirectedTo: from }) } };
  };
  const remotes: RemoteDocuments = {
    async read(url) {
      try {
        const document = await collect(url);
        collected.set(url, document);
        const { octets, entry } = document;
        return {
          text: textOf(octets, url),
          file: join(folder, entry.file),
          url: entry.redirectedTo ?? url,
        };
      } catch (error) {
        if (error instanceof FetchRefusedError) return { problem: error.message };
        throw error;
      }
    },
  };
  const { diagnostics } = await readServiceModel(contract, { remotes });
  return resultOf(contract, { before, collected, diagnostics });
}

function textOf(octets: Uint8Array, url: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    throw new FetchRefusedError(`${url} is not UTF-8 text`);
  }
}

interface Collected {
  readonly entry: LockedReference;
  readonly octets: Uint8Array;
  readonly state: LockedDocument['state'];
}

function readLock(contract: string): LockFile {
  const path = lockFileOf(contract);
  if (!existsSync(path)) return { references: {} };
  // A lock file that cannot be read is written anew.
  try {
    return readLockFile(JSON.parse(readFileSync(path, 'utf8'))) ?? { references: {} };
  } catch {
    return { references: {} };
  }
}

function keptCopy(folder: string, entry: LockedReference): Collected {
  const path = join(folder, entry.file);
  if (!existsSync(path)) throw new FetchRefusedError(`${entry.file} is missing, and its address is not allowed`);
  const octets = readFileSync(path);
  if (hashOf(octets) !== entry.sha256)
    throw new FetchRefusedError(`${entry.file} is not the one that was locked, and its address is not allowed`);
  return { entry, octets, state: 'kept' };
}

interface Collection {
  readonly before: LockFile;
  readonly collected: ReadonlyMap<string, Collected>;
  readonly diagnostics: readonly Diagnostic[];
}

function resultOf(contract: string, { before, collected, diagnostics }: Collection): LockResult {
  const folder = dirname(contract);
  const sorted = [...collected].sort(([left], [right]) => (left < right ? -1 : 1));
  const references = Object.fromEntries(sorted.map(([url, { entry }]) => [url, entry]));
  const lock = `${JSON.stringify({ references }, undefined, 2)}\n`;
  const used = new Set(sorted.map(([, { entry }]) => entry.file));
  const copies = sorted
    .filter(([, { state }]) => state !== 'kept')
    .map(([, { entry, octets }]) => ({ path: join(folder, entry.file), octets }));
  const writes = [{ path: lockFileOf(contract), octets: Buffer.from(lock) }, ...copies].filter(isChange);
  return {
    documents: sorted.map(([url, { entry, state }]) => ({ url, file: entry.file, sha256: entry.sha256, state })),
    problems: diagnostics.filter(
      ({ code, file }) => code === 'remote-reference' || (file === contract && unreadable.includes(code)),
    ),
    writes: sorted.length === 0 && !existsSync(lockFileOf(contract)) ? [] : writes,
    removes: Object.values(before.references)
      .filter(({ file }) => !used.has(file))
      .map(({ file }) => join(folder, file))
      .filter(existsSync),
  };
}

function isChange({ path, octets }: { readonly path: string; readonly octets: Uint8Array }): boolean {
  return !existsSync(path) || hashOf(readFileSync(path)) !== hashOf(octets);
}
