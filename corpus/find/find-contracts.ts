import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import type { ContractToRun } from '../contract-run.ts';

const documentFile = /\.(?:ya?ml|json)$/i;
const skippedFolders = new Set(['node_modules', '.git', 'dist']);

/** The contracts in folders and files: every entry document, that is, one that no other document refers to. */
export function findContracts(paths: readonly string[], workspaceRoot: string): readonly ContractToRun[] {
  const files = [...new Set(paths.flatMap((path) => findEntries(resolve(path))))];
  const names = new Set<string>();
  return files.map((file) => {
    const shown = relative(workspaceRoot, file).replaceAll('\\', '/');
    return { name: chooseName(file, names), file, shown };
  });
}

/** A file that is named is an entry, whatever it looks like. */
function findEntries(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  const documents = new Map(listDocuments(path).map((file) => [file, readFileSync(file, 'utf8')]));
  const entries = [...documents].filter(([file, text]) => isEntry(file, text)).map(([file]) => file);
  const targets = new Map(entries.map((file) => [file, reachable(file, documents)]));
  const isReferred = (file: string): boolean =>
    // Two documents that refer to each other: the first is taken.
    entries.some((other) => {
      if (other === file || targets.get(other)?.has(file) !== true) return false;
      return targets.get(file)?.has(other) !== true || entries.indexOf(other) < entries.indexOf(file);
    });
  return entries.filter((file) => !isReferred(file));
}

function listDocuments(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : listDocuments(path);
      return documentFile.test(entry.name) ? [path] : [];
    });
}

/** Looked at without parsing: documents that cannot be parsed belong into the report too. */
function isEntry(file: string, text: string): boolean {
  if (extname(file).toLowerCase() === '.json' || text.trimStart().startsWith('{')) {
    return /^\s*\{/.test(text) && /[{,]\s*"(?:openapi|swagger)"\s*:\s*"\d/.test(text) && isRootKey(text);
  }
  return /^(?:["']?)(?:openapi|swagger)(?:["']?)[ \t]*:[ \t]*["']?\d/m.test(text);
}

/** A document that does not parse counts as an entry: its faults are to be told. */
function isRootKey(text: string): boolean {
  try {
    const root: unknown = JSON.parse(text);
    return typeof root === 'object' && root !== null && ('openapi' in root || 'swagger' in root);
  } catch {
    return true;
  }
}

const reference = /["']?\$ref["']?\s*:\s*["']?([^"'#\s,}]+)/g;

function reachable(start: string, documents: ReadonlyMap<string, string>): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const file of reached) {
    for (const [, target = ''] of (documents.get(file) ?? '').matchAll(reference)) {
      const path = resolve(dirname(file), target);
      if (documents.has(path)) reached.add(path);
    }
  }
  reached.delete(start);
  return reached;
}

const generalNames = /^(?:openapi|swagger|spec|api|index|schema|contract|root|main)$/i;
// The generators take no longer ones.
const longestName = 40;

/** `stripe/openapi/spec3.yaml` → `spec3`, `apps/petstore/openapi.yaml` → `petstore`. */
function chooseName(file: string, taken: Set<string>): string {
  const base = basename(file, extname(file));
  const folder = dirname(file);
  const wanted = generalNames.test(base) ? `${basename(folder)}` : base;
  const kebab = wanted
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, longestName - 4)
    .replace(/-+$/, '');
  const stem = kebab === '' ? 'contract' : kebab;
  for (let number = 1; ; number++) {
    const name = number === 1 ? stem : `${stem}-${number}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
