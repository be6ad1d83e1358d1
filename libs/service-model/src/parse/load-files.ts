import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { DiagnosticCode } from '../diagnostic-codes.ts';
import type { RemoteDocuments } from '../remote/remote-documents.ts';
import { confineFiles, type FileConfinement } from './confine-files.ts';
import { type ExternalExamples, loadExternalExamples } from './external-examples.ts';
import { findReferences, type WrittenReference } from './find-references.ts';
import { isObject } from './is-object.ts';
import { type ParseContext, type ParsedFile, parseText } from './parse-text.ts';
import { readText } from './read-file.ts';
import { resolveAddress } from './resolve-address.ts';
import { splitReference } from './split-reference.ts';

const maxFiles = 5_000;
/** Of all files together. */
const maxText = 256 * 1024 * 1024;

/** A file that could not be read, in words for the reference that names it. `broken`: it was read, and its own findings are reported. */
export interface LoadProblem {
  readonly problem: string;
  readonly broken: boolean;
  readonly code: DiagnosticCode;
  readonly hint?: string;
}

export interface LoadedFiles {
  readonly root: ParsedFile;
  /** By absolute path, or by URL for the copy of a remote document. */
  readonly fileAt: (key: string) => ParsedFile | LoadProblem | undefined;
  /** Everything that could be parsed, the root first. */
  readonly all: readonly ParsedFile[];
  /** What examples name as `externalValue`. */
  readonly externals: ExternalExamples;
  /** Absolute paths of what was read. */
  readonly paths: readonly string[];
  /** The same of files that references name and that cannot be read. */
  readonly missing: readonly string[];
}

export interface LoadContext extends ParseContext {
  readonly remotes: RemoteDocuments;
}

/** The address of a file, from which its references count unless it says another one of itself. */
export function addressOf({ base, path }: { readonly base?: string; readonly path: string }): string {
  return isRemote(base) ? base : pathToFileURL(base ?? path).href;
}

/** What a file says of itself (OpenAPI 3.2 §4.1.1), else its address. */
export function ownAddress({ file, value }: ParsedFile): string {
  const written = addressOf(file);
  const self = isObject(value) ? value.$self : undefined;
  return (typeof self === 'string' ? resolveAddress(self, written) : undefined) ?? written;
}

export function isRemote(address: string | undefined): address is string {
  return address !== undefined && /^https?:/i.test(address);
}

/** Where a relative path in a file leads on this machine: from what the file says of itself, then from where it lies. */
export function pathsFrom(from: ParsedFile, path: string): readonly string[] {
  const beside = resolve(dirname(from.file.path), path);
  const own = resolveAddress(path, ownAddress(from));
  return own?.startsWith('file:') === true ? [...new Set([fileURLToPath(own), beside])] : [beside];
}

/** Reads every file that references lead to, from the root on; remote documents only as `remotes` gives them. */
export async function loadFiles(root: ParsedFile, given: LoadContext): Promise<LoadedFiles> {
  const context = { ...given, confine: confineFiles(root.file.path) };
  const loaded = new Map<string, ParsedFile | LoadProblem>([[root.file.base ?? root.file.path, root]]);
  const waiting: Candidate[] = [...candidatesIn(root)];
  const later: Candidate[] = [];
  let read = root.file.text.length;
  for (let next = waiting.shift() ?? later.shift(); next !== undefined; next = waiting.shift() ?? later.shift()) {
    const isKnown = loaded.has(next.key) || (isRemote(next.key) && hasAddress(loaded, next.key));
    if (isKnown) continue;
    const isWithin = loaded.size < maxFiles && read <= maxText;
    const file = isWithin ? await loadFile(next.key, context) : refusedAsTooMany;
    loaded.set(next.key, file);
    if ('value' in file) {
      const { base, text } = file.file;
      read += text.length;
      if (base !== undefined && !loaded.has(base)) loaded.set(base, file);
      waiting.push(...candidatesIn(file));
    } else if (next.otherwise.length > 0) {
      const [key = '', ...otherwise] = next.otherwise;
      (isRemote(key) ? later : waiting).push({ key, otherwise });
    }
  }
  const all = [...new Set(loaded.values())].filter((file) => 'value' in file);
  const broken = [...loaded].flatMap(([key, file]) => ('broken' in file && file.broken ? [key] : []));
  const externals = await loadExternalExamples(all, root.file.path);
  const examples = [...externals.values()].flatMap((external) => ('file' in external ? [external.file] : []));
  const paths = [...all.map(({ file }) => file.path), ...broken, ...examples];
  const missing = [...loaded].flatMap(([key, file]) =>
    'problem' in file && !file.broken && !isRemote(key) ? [key] : [],
  );
  return { root, fileAt: (key) => loaded.get(key), all, externals, paths, missing };
}

/** A file to try, and where else it may be. */
interface Candidate {
  readonly key: string;
  readonly otherwise: readonly string[];
}

function* candidatesIn(from: ParsedFile): Iterable<Candidate> {
  const isOnDisk = !isRemote(from.file.base);
  const own = ownAddress(from);
  for (const reference of findReferences(from.value)) {
    const { kind, path } = splitReference(reference.text);
    if (kind === 'local') continue;
    const url = addressIn(path, reference, own);
    const files = kind === 'file' && isOnDisk && !isAbsolute(path) ? pathsFrom(from, path) : [];
    const [key, ...otherwise] = [...files, ...(url === undefined ? [] : [url])];
    if (key !== undefined) yield { key, otherwise };
  }
}

function addressIn(path: string, { ids }: WrittenReference, own: string): string | undefined {
  const base = ids.reduce<string>((outer, id) => resolveAddress(id, outer) ?? outer, own);
  const address = resolveAddress(path, base);
  return isRemote(address) ? address : undefined;
}

function hasAddress(loaded: ReadonlyMap<string, ParsedFile | LoadProblem>, address: string): boolean {
  return [...loaded.values()].some((file) => 'value' in file && ownAddress(file) === address);
}

const refusedAsTooMany: LoadProblem = {
  problem: `The contract spans more than ${maxFiles} files or ${maxText} characters`,
  broken: false,
  code: 'unresolved-reference',
};

async function loadFile(
  key: string,
  context: LoadContext & { readonly confine: FileConfinement },
): Promise<ParsedFile | LoadProblem> {
  if (isRemote(key)) return loadRemote(key, context);
  const place = await context.confine(key);
  if ('problem' in place) return { ...place, ...outside };
  const read = await readText(place.path);
  if ('problem' in read) return { ...read, broken: false, code: 'unresolved-reference' };
  return parseText({ path: key, text: read.text }, context) ?? cannotBeParsed(key);
}

const outside = {
  broken: false,
  code: 'unsupported-reference',
  hint: 'Only files of the same repository, or of the folder around the contract, are read: copy it there',
} as const;

async function loadRemote(url: string, context: LoadContext): Promise<ParsedFile | LoadProblem> {
  const read = await context.remotes.read(url);
  if ('problem' in read) return { ...read, broken: false, code: 'remote-reference' };
  return parseText({ path: read.file, text: read.text, base: read.url }, context) ?? cannotBeParsed(read.file);
}

function cannotBeParsed(path: string): LoadProblem {
  return { problem: `${path} cannot be parsed`, broken: true, code: 'unresolved-reference' };
}
