import { dirname, isAbsolute, resolve } from 'node:path';
import type { DiagnosticCode } from '../diagnostic-codes.ts';
import type { JsonValue } from '../model/json.ts';
import { formatPointer, parsePointer } from './json-pointer.ts';
import type { LoadedFiles } from './load-files.ts';
import type { ParsedFile } from './parse-text.ts';
import { type Origin, pointerOf, type SourceMap } from './source-map.ts';
import { splitReference } from './split-reference.ts';

/** What a reference leads to: the value as it was read, and a key that is the same for every way of writing the place. */
export interface ReferenceTarget {
  readonly value: JsonValue;
  readonly file: string;
  readonly pointer: string;
  /** What holds the value, to place one that is no object. */
  readonly holder?: { readonly container: object; readonly key: string };
}

export interface ReferenceProblem {
  readonly code: DiagnosticCode;
  readonly problem: string;
  readonly hint?: string;
}

export interface ReferenceResolver {
  /** `from` is the object that holds the reference, as it was read. */
  resolve(reference: string, from: object): ReferenceTarget | ReferenceProblem;
}

export function createReferenceResolver(files: LoadedFiles, sources: SourceMap): ReferenceResolver {
  const identifiers = lazyIdentifiers(files);
  return {
    resolve(reference, from) {
      const { kind, path, fragment } = splitReference(reference);
      const origin = sources.originOf(from);
      const base = origin === undefined ? files.root : parsedFile(files, origin.file.path);
      const known = path === '' ? undefined : (identifiers().byId.get(path) ?? identifiers().byId.get(`${path}#`));
      if (known !== undefined) return followFragment(known, fragment, identifiers);
      if (kind === 'remote') return remoteProblem(reference);
      if (kind === 'local') {
        const root = enclosingResource(origin, sources) ?? { value: base.value, file: base.file.path, pointer: '' };
        const target = followFragment(root, fragment, identifiers);
        // A pointer beside an `$id` is often meant from the root of the file.
        return 'problem' in target
          ? followFragment({ value: base.value, file: base.file.path, pointer: '' }, fragment, identifiers)
          : target;
      }
      if (isAbsolute(path))
        return {
          code: 'unsupported-reference',
          problem: `"${reference}" is an absolute path`,
          hint: 'Write the path relative to this file',
        };
      return followFile(resolve(dirname(base.file.path), path), fragment, files, identifiers);
    },
  };
}

interface Identifiers {
  readonly byId: ReadonlyMap<string, ReferenceTarget>;
  /** Key: file and anchor. */
  readonly byAnchor: ReadonlyMap<string, ReferenceTarget>;
}

function parsedFile(files: LoadedFiles, path: string): ParsedFile {
  const file = files.fileAt(path);
  return file !== undefined && 'value' in file ? file : files.root;
}

function remoteProblem(reference: string): ReferenceProblem {
  return {
    code: 'remote-reference',
    problem: `"${reference}" is not a local file; nothing is fetched from a network`,
    hint: 'Save the document beside the contract and refer to it by a relative path',
  };
}

function followFile(
  path: string,
  fragment: string,
  files: LoadedFiles,
  identifiers: () => Identifiers,
): ReferenceTarget | ReferenceProblem {
  const file = files.fileAt(path);
  if (file === undefined) return { code: 'unresolved-reference', problem: `${path} was not read` };
  if ('problem' in file) return { code: 'unresolved-reference', problem: file.problem };
  return followFragment({ value: file.value, file: path, pointer: '' }, fragment, identifiers);
}

function followFragment(
  root: ReferenceTarget,
  fragment: string,
  identifiers: () => Identifiers,
): ReferenceTarget | ReferenceProblem {
  if (fragment === '') return root;
  if (fragment.startsWith('/')) return followPointer(root, fragment);
  const anchored = identifiers().byAnchor.get(`${root.file}#${fragment}`);
  return anchored ?? { code: 'unresolved-reference', problem: `There is no $anchor "${fragment}" in ${root.file}` };
}

function followPointer(root: ReferenceTarget, pointer: string): ReferenceTarget | ReferenceProblem {
  const tokens = parsePointer(pointer);
  let value: JsonValue | undefined = root.value;
  let holder: ReferenceTarget['holder'];
  for (const [depth, token] of tokens.entries()) {
    if (typeof value === 'object' && value !== null) holder = { container: value, key: token };
    value = childOf(value, token);
    if (value !== undefined) continue;
    return {
      code: 'unresolved-reference',
      problem: `There is no ${formatPointer(tokens.slice(0, depth + 1))} in ${root.file}${root.pointer && ` at ${root.pointer}`}`,
    };
  }
  const pointerToValue = root.pointer + formatPointer(tokens);
  return {
    value: value ?? null,
    file: root.file,
    pointer: pointerToValue,
    ...(holder === undefined ? {} : { holder }),
  };
}

function childOf(value: JsonValue | undefined, token: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
  // Own keys of arrays are their indexes and `length`, and `length` is no place of a document.
  if (Array.isArray(value)) return /^\d+$/.test(token) ? value[Number(token)] : undefined;
  return (value as { readonly [key: string]: JsonValue })[token];
}

// The nearest schema with an `$id` around an object: fragments count from there (JSON Schema 2020-12 §8.2.1).
function enclosingResource(origin: Origin | undefined, sources: SourceMap): ReferenceTarget | undefined {
  for (let at = origin; at?.parent !== undefined; at = at.parent) {
    const container = sources.containerOf(at) as { readonly $id?: unknown } | undefined;
    if (container === undefined || typeof container.$id !== 'string' || container.$id.startsWith('#')) continue;
    return { value: container as JsonValue, file: at.file.path, pointer: pointerOf(at) };
  }
  return undefined;
}

function lazyIdentifiers(files: LoadedFiles): () => Identifiers {
  let made: Identifiers | undefined;
  return () => {
    made ??= collectIdentifiers(files);
    return made;
  };
}

function collectIdentifiers(files: LoadedFiles): Identifiers {
  const byId = new Map<string, ReferenceTarget>();
  const byAnchor = new Map<string, ReferenceTarget>();
  const visit = (target: ReferenceTarget): void => {
    const { value, file, pointer } = target;
    if (typeof value !== 'object' || value === null) return;
    const { $id, $anchor, $self } = value as Readonly<Partial<Record<'$id' | '$anchor' | '$self', unknown>>>;
    // OpenAPI 3.2 §4.1.1: a document may say its own address.
    if (typeof $self === 'string' && pointer === '') byId.set($self, target);
    if (typeof $id === 'string' && !byId.has($id)) byId.set($id, target);
    if (typeof $anchor === 'string') byAnchor.set(`${file}#${$anchor}`, target);
    for (const [key, child] of Object.entries(value)) {
      visit({ value: child as JsonValue, file, pointer: pointer + formatPointer([key]) });
    }
  };
  for (const path of files.paths) {
    const file = files.fileAt(path);
    if (file !== undefined && 'value' in file) visit({ value: file.value, file: path, pointer: '' });
  }
  return { byId, byAnchor };
}
