import { basename, isAbsolute } from 'node:path';
import type { DiagnosticCode } from '../diagnostic-codes.ts';
import type { JsonValue } from '../model/json.ts';
import { formatPointer, parsePointer } from './json-pointer.ts';
import { isRemote, type LoadedFiles, pathsFrom } from './load-files.ts';
import { nearestName } from './nearest-name.ts';
import type { ParsedFile } from './parse-text.ts';
import { resolveAddress } from './resolve-address.ts';
import { collectResources, type SchemaResource, type SchemaResources } from './schema-resources.ts';
import type { Origin, SourceMap } from './source-map.ts';
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
  /** The schema resource that an object of a document stands in, or starts. */
  resourceOf(value: object): SchemaResource;
  /** All schema resources of the contract. */
  resources(): SchemaResources;
}

export function createReferenceResolver(files: LoadedFiles, sources: SourceMap): ReferenceResolver {
  let collected: SchemaResources | undefined;
  const resources = (): SchemaResources => {
    collected ??= collectResources(files);
    return collected;
  };
  const fileOf = (value: object): ParsedFile => {
    const origin = sources.originOf(value);
    return origin === undefined ? files.root : parsedFile(files, origin.file.base ?? origin.file.path);
  };
  const resourceOf = (value: object): SchemaResource =>
    enclosingResource(sources.originOf(value), { resources: resources(), sources }) ??
    resources().ofFile(fileOf(value));
  return {
    resources,
    resourceOf,
    resolve(reference, from) {
      const { kind, path, fragment } = splitReference(reference);
      const base = fileOf(from);
      if (kind === 'local') return followLocal(fragment, { base, resource: resourceOf(from), resources: resources() });
      const known = addressed(path, resourceOf(from), resources());
      if (known !== undefined) return followFragment(known, fragment, resources());
      const loaded = { files, resources: resources() };
      const url = resolveAddress(path, resourceOf(from).address);
      if (kind === 'remote' || isRemote(base.file.base))
        return isRemote(url) ? followFile(url, fragment, loaded) : foreignProblem(reference);
      if (isAbsolute(path)) return absoluteProblem(reference);
      // What has an address of its own may refer to what has one, wherever both lie.
      const keys = [...pathsFrom(base, path), ...(isRemote(url) ? [url] : [])];
      const key = keys.find((each) => 'value' in (files.fileAt(each) ?? {})) ?? keys.at(-1) ?? path;
      return followFile(key, fragment, loaded);
    },
  };
}

/** A reference counts from the address of its resource; one that repeats an `$id` as it is written is taken for that. */
function addressed(path: string, from: SchemaResource, resources: SchemaResources): SchemaResource | undefined {
  const address = resolveAddress(path, from.address);
  return (address === undefined ? undefined : resources.at(address)) ?? resources.at(path) ?? resources.at(`${path}#`);
}

interface LocalReference {
  readonly base: ParsedFile;
  readonly resource: SchemaResource;
  readonly resources: SchemaResources;
}

function followLocal(
  fragment: string,
  { base, resource, resources }: LocalReference,
): ReferenceTarget | ReferenceProblem {
  const target = followFragment(resource, fragment, resources);
  // A pointer beside an `$id` is often meant from the root of the file.
  return 'problem' in target ? followFragment(resources.ofFile(base), fragment, resources) : target;
}

function parsedFile(files: LoadedFiles, path: string): ParsedFile {
  const file = files.fileAt(path);
  return file !== undefined && 'value' in file ? file : files.root;
}

function foreignProblem(reference: string): ReferenceProblem {
  const problem = `"${reference}" is neither a file beside this one nor http(s), and nothing here has this $id`;
  return { code: 'unsupported-reference', problem, hint: 'Write a path relative to this file' };
}

function absoluteProblem(reference: string): ReferenceProblem {
  const problem = `"${reference}" is an absolute path`;
  return { code: 'unsupported-reference', problem, hint: 'Write the path relative to this file' };
}

function followFile(
  key: string,
  fragment: string,
  { files, resources }: { readonly files: LoadedFiles; readonly resources: SchemaResources },
): ReferenceTarget | ReferenceProblem {
  const file = files.fileAt(key);
  if (file === undefined) return { code: 'unresolved-reference', problem: `${key} was not read` };
  if ('problem' in file) {
    const { code, problem, hint } = file;
    return { code, problem, ...(hint === undefined ? {} : { hint }) };
  }
  return followFragment(resources.ofFile(file), fragment, resources);
}

function followFragment(
  { root, anchors }: SchemaResource,
  fragment: string,
  resources: SchemaResources,
): ReferenceTarget | ReferenceProblem {
  if (fragment === '') return root;
  if (fragment.startsWith('/')) return followPointer(root, fragment);
  const anchored = anchors.get(fragment) ?? resources.anchorInFile(root.file, fragment);
  return (
    anchored ?? { code: 'unresolved-reference', problem: `There is no $anchor "${fragment}" in ${basename(root.file)}` }
  );
}

function followPointer(root: ReferenceTarget, pointer: string): ReferenceTarget | ReferenceProblem {
  const tokens = parsePointer(pointer);
  let value: JsonValue | undefined = root.value;
  let holder: ReferenceTarget['holder'];
  for (const [depth, token] of tokens.entries()) {
    const parent: JsonValue | undefined = value;
    if (typeof value === 'object' && value !== null) holder = { container: value, key: token };
    value = childOf(value, token);
    if (value !== undefined) continue;
    const near = nearestName(token, Object.keys(parent ?? {}));
    const place = `${basename(root.file)}${root.pointer && ` at ${root.pointer}`}`;
    return {
      code: 'unresolved-reference',
      problem: `There is no ${formatPointer(tokens.slice(0, depth + 1))} in ${place}`,
      ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
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

interface Surroundings {
  readonly resources: SchemaResources;
  readonly sources: SourceMap;
}

// The nearest schema with an `$id` around an object: fragments count from there (JSON Schema 2020-12 §8.2.1).
function enclosingResource(
  origin: Origin | undefined,
  { resources, sources }: Surroundings,
): SchemaResource | undefined {
  if (!resources.areEmbedded) return undefined;
  for (let at = origin; at !== undefined; at = at.parent) {
    const container = sources.containerOf(at);
    const resource = container === undefined ? undefined : resources.startingAt(container);
    if (resource !== undefined) return resource;
  }
  return undefined;
}
