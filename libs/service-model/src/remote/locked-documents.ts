import { dirname, join } from 'node:path';
import { type ParseContext, parseText } from '../parse/parse-text.ts';
import { readOctets, textOf } from '../parse/read-file.ts';
import { quoteWord } from '../quote-word.ts';
import { hashOf, type LockFile, lockFileOf, readLockFile } from './lock-file.ts';
import type { RemoteDocument, RemoteDocuments, RemoteProblem } from './remote-documents.ts';

export interface LockedDocuments extends RemoteDocuments {
  /** The lock file, once it was needed and found. */
  filesRead(): readonly string[];
}

/** Copies of remote documents, each taken only as the lock file of the contract describes it. */
export function createLockedDocuments(contract: string, context: ParseContext): LockedDocuments {
  let found: Promise<LockState> | undefined;
  const read: string[] = [];
  return {
    filesRead: () => read,
    async read(url) {
      found ??= readLock(contract, context);
      const state = await found;
      if (read.length === 0 && 'lock' in state) read.push(lockFileOf(contract));
      return 'lock' in state ? readCopy(url, contract, state.lock) : { ...state, hint: hintFor(url, contract) };
    },
  };
}

type LockState = { readonly lock: LockFile } | { readonly problem: string };

async function readLock(contract: string, context: ParseContext): Promise<LockState> {
  const path = lockFileOf(contract);
  const content = await readOctets(path);
  if ('problem' in content) return { problem: `there is no lock file ${path}` };
  const text = textOf(content.octets, path);
  const parsed = 'problem' in text ? undefined : parseText({ path, text: text.text }, context);
  const lock = parsed === undefined ? undefined : readLockFile(parsed.value);
  if (lock !== undefined) return { lock };
  const at = { file: path, line: 1, column: 1, pointer: '' };
  const message = 'This is no lock file: { "references": { "<url>": { "sha256": "…", "file": "…" } } }';
  context.report.error({ at, code: 'malformed-lock', message, hint: 'Write it anew with npx brrt lock' });
  return { problem: `${path} is no lock file` };
}

async function readCopy(url: string, contract: string, lock: LockFile): Promise<RemoteDocument | RemoteProblem> {
  const entry = Object.hasOwn(lock.references, url) ? lock.references[url] : undefined;
  const hint = hintFor(url, contract);
  if (entry === undefined) return { problem: `${url} is not in ${lockFileOf(contract)}`, hint };
  const file = join(dirname(contract), entry.file);
  const content = await readOctets(file);
  if ('problem' in content) return { problem: `its copy is missing: ${content.problem}`, hint };
  if (hashOf(content.octets) !== entry.sha256)
    return { problem: `its copy ${file} is not the one that was locked: the hash differs`, hint };
  const text = textOf(content.octets, file);
  if ('problem' in text) return { problem: text.problem };
  return { text: text.text, file, url: entry.redirectedTo ?? url };
}

function hintFor(url: string, contract: string): string {
  return `Nothing is fetched while reading; take a copy with: npx brrt lock ${quoteWord(contract)} --allow ${new URL(url).host}`;
}
