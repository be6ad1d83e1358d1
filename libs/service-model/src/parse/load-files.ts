import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import type { JsonValue } from '../model/json.ts';
import { type ParseContext, type ParsedFile, parseText } from './parse-text.ts';
import { splitReference } from './split-reference.ts';

/** Larger files are refused. In octets; the largest public contracts have 13 million. */
export const maxFileSize = 64 * 1024 * 1024;
const maxFiles = 500;

/** A file that could not be read, in words for the reference that names it. `broken`: it was read, and its own findings are reported. */
export interface LoadProblem {
  readonly problem: string;
  readonly broken: boolean;
}

export interface LoadedFiles {
  readonly root: ParsedFile;
  readonly fileAt: (path: string) => ParsedFile | LoadProblem | undefined;
  readonly paths: readonly string[];
}

/** Reads every file that `$ref`s lead to, from the root on. Nothing is fetched from a network. */
export async function loadFiles(root: ParsedFile, context: ParseContext): Promise<LoadedFiles> {
  const loaded = new Map<string, ParsedFile | LoadProblem>([[root.file.path, root]]);
  const waiting = referencedFiles(root);
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (loaded.has(path)) continue;
    const file = loaded.size < maxFiles ? await loadFile(path, context) : refusedAsTooMany;
    loaded.set(path, file);
    if ('value' in file) waiting.push(...referencedFiles(file));
  }
  const paths = [...loaded].filter(([, file]) => 'value' in file || file.broken).map(([path]) => path);
  return { root, fileAt: (path) => loaded.get(path), paths };
}

/** Text of one file, or why there is none. */
export async function readText(path: string): Promise<{ readonly text: string } | LoadProblem> {
  try {
    const { size, isFile } = await fileStatus(path);
    if (!isFile) return { problem: `${path} is not a file`, broken: false };
    if (size > maxFileSize) return { problem: `${path} has ${size} octets, more than ${maxFileSize}`, broken: false };
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)) };
  } catch (error) {
    if (error instanceof TypeError) return { problem: `${path} is not UTF-8 text`, broken: false };
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return {
      problem: code === 'ENOENT' ? `There is no file ${path}` : `${path} cannot be read (${code})`,
      broken: false,
    };
  }
}

const refusedAsTooMany: LoadProblem = { problem: `The contract spans more than ${maxFiles} files`, broken: false };

async function fileStatus(path: string): Promise<{ readonly size: number; readonly isFile: boolean }> {
  const status = await stat(path);
  return { size: status.size, isFile: status.isFile() };
}

async function loadFile(path: string, context: ParseContext): Promise<ParsedFile | LoadProblem> {
  const read = await readText(path);
  if ('problem' in read) return read;
  return parseText({ path, text: read.text }, context) ?? { problem: `${path} cannot be parsed`, broken: true };
}

function referencedFiles({ file, value }: ParsedFile): string[] {
  const found = new Set<string>();
  const seen = new Set<object>();
  const waiting: JsonValue[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    for (const reference of referencesOf(next)) {
      const { kind, path } = splitReference(reference);
      if (kind === 'file' && !isAbsolute(path)) found.add(resolve(dirname(file.path), path));
    }
    for (const child of Object.values(next)) waiting.push(child);
  }
  return [...found].sort();
}

function referencesOf(container: object): readonly string[] {
  const { $ref, mapping } = container as { readonly $ref?: unknown; readonly mapping?: unknown };
  const references = typeof $ref === 'string' ? [$ref] : [];
  if (typeof mapping !== 'object' || mapping === null) return references;
  const mapped = Object.values(mapping).filter(
    (value) => typeof value === 'string' && /\.(ya?ml|json)(#|$)/.test(value),
  );
  return [...references, ...mapped];
}
