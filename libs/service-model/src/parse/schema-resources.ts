import type { JsonValue } from '../model/json.ts';
import { formatPointer } from './json-pointer.ts';
import { addressOf, type LoadedFiles, ownAddress } from './load-files.ts';
import type { ParsedFile } from './parse-text.ts';
import { resolveAddress } from './resolve-address.ts';
import type { ReferenceTarget } from './resolve-reference.ts';
import { schemaKeywords } from './schema-keywords.ts';

/** A schema with an address of its own, or a whole file (JSON Schema 2020-12 core §4.3.5). */
export interface SchemaResource {
  readonly root: ReferenceTarget;
  /** Its base URI, without a fragment. */
  readonly address: string;
  readonly anchors: ReadonlyMap<string, ReferenceTarget>;
  /** Those of `anchors` that `$dynamicAnchor` has made. */
  readonly dynamicAnchors: ReadonlyMap<string, ReferenceTarget>;
}

/** All schema resources of a contract. */
export interface SchemaResources {
  at(address: string): SchemaResource | undefined;
  /** The resource whose root is this object. */
  startingAt(value: object): SchemaResource | undefined;
  /** Whether any resource stands inside a file. */
  readonly areEmbedded: boolean;
  ofFile(file: ParsedFile): SchemaResource;
  /** An anchor anywhere in a file, whatever resource it belongs to. */
  anchorInFile(path: string, name: string): ReferenceTarget | undefined;
  /** All targets of `$dynamicAnchor`s with a name; empty: nothing is dynamic. */
  readonly dynamicAnchors: ReadonlyMap<string, readonly ReferenceTarget[]>;
}

interface Collection {
  readonly byAddress: Map<string, SchemaResource>;
  readonly byRoot: Map<object, SchemaResource>;
  readonly inFile: Map<string, ReferenceTarget>;
  readonly dynamic: Map<string, ReferenceTarget[]>;
}

export function collectResources(files: LoadedFiles): SchemaResources {
  const collection: Collection = { byAddress: new Map(), byRoot: new Map(), inFile: new Map(), dynamic: new Map() };
  const ofFiles = new Map<string, SchemaResource>();
  for (const file of files.all) ofFiles.set(file.file.path, collectFile(file, collection));
  return {
    at: (address) => collection.byAddress.get(address),
    startingAt: (value) => collection.byRoot.get(value),
    areEmbedded: collection.byRoot.size > 0,
    ofFile: (file) => ofFiles.get(file.file.path) ?? collectFile(file, collection),
    anchorInFile: (path, name) => collection.inFile.get(`${path}#${name}`),
    dynamicAnchors: collection.dynamic,
  };
}

function collectFile(parsed: ParsedFile, collection: Collection): SchemaResource {
  const { file, value } = parsed;
  const root = { value, file: file.path, pointer: '' };
  const written = addressOf(file);
  const self = stringAt(value, '$self');
  const resource = createResource(root, ownAddress(parsed));
  for (const address of [written, resource.address, ...(self === undefined ? [] : [self])]) {
    if (!collection.byAddress.has(address)) collection.byAddress.set(address, resource);
  }
  // Most files have none, and pointers to all places of a large one take their time.
  if (hasIdentifiers(value)) visit(root, { resource, collection, mode: isDocument(value) ? 'object' : 'schema' });
  return resource;
}

// A file that is no OpenAPI document is one schema, or a place where schemas are kept.
function isDocument(value: JsonValue): boolean {
  const names = ['openapi', 'swagger', 'components', 'schemas'];
  if (names.some((name) => Object.hasOwn(Object(value), name))) return true;
  return typeof value === 'object' && value !== null && !Object.keys(value).some((key) => schemaKeywords.has(key));
}

function hasIdentifiers(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const key in value) {
    if (key === '$id' || key === '$anchor' || key === '$dynamicAnchor') return true;
    if (hasIdentifiers((value as { readonly [key: string]: JsonValue })[key] ?? null)) return true;
  }
  return false;
}

interface WritableResource extends SchemaResource {
  readonly anchors: Map<string, ReferenceTarget>;
  readonly dynamicAnchors: Map<string, ReferenceTarget>;
}

function createResource(root: ReferenceTarget, address: string): WritableResource {
  return { root, address, anchors: new Map(), dynamicAnchors: new Map() };
}

/** How an object is read: by the keywords of schemas, as the names that somebody chose, or as any other object. */
type Mode = 'schema' | 'names' | 'schemas by name' | 'object';

interface Visit {
  readonly resource: WritableResource;
  readonly collection: Collection;
  readonly mode: Mode;
}

// Fields of OpenAPI whose content is a map with names that somebody chose.
const maps: ReadonlySet<string> = new Set([
  ...['paths', 'webhooks', 'responses', 'parameters', 'requestBodies', 'headers', 'callbacks', 'pathItems'],
  ...['mediaTypes', 'content', 'encoding', 'links', 'securitySchemes'],
]);

// Fields and keywords whose content is a value, in which nothing is a keyword.
const values: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'example', 'examples']);

function visit(target: ReferenceTarget, { resource: outer, collection, mode }: Visit): void {
  const { value, file, pointer } = target;
  if (typeof value !== 'object' || value === null) return;
  const isNamed = mode === 'names' || mode === 'schemas by name' || Array.isArray(value);
  const resource = isNamed ? outer : enterResource(target, outer, collection);
  if (!isNamed) collectAnchors(target, resource, collection);
  for (const [key, child] of Object.entries(value)) {
    const inner = Array.isArray(value) ? mode : modeOf(key, mode);
    if (inner === undefined) continue;
    const found = { value: child as JsonValue, file, pointer: pointer + formatPointer([key]) };
    visit(found, { resource, collection, mode: inner });
  }
}

/** How the content of a key is read; undefined: nothing in it is anything else than a value. */
function modeOf(key: string, mode: Mode): Mode | undefined {
  if (mode === 'names') return 'object';
  if (mode === 'schemas by name') return 'schema';
  if (mode === 'schema') return modeOfKeyword(key);
  if (values.has(key)) return undefined;
  if (key === 'schema' || key === 'itemSchema') return 'schema';
  if (key === 'schemas' || key === 'definitions' || key === '$defs') return 'schemas by name';
  return maps.has(key) ? 'names' : 'object';
}

function modeOfKeyword(key: string): Mode | undefined {
  switch (schemaKeywords.get(key)) {
    case 'schema':
    case 'schemas':
    case 'items':
      return 'schema';
    case 'schemaMap':
    case 'patternMap':
    case 'dependencies':
      return 'schemas by name';
    default:
      return undefined;
  }
}

function enterResource(target: ReferenceTarget, outer: WritableResource, { byAddress, byRoot }: Collection) {
  const id = stringAt(target.value, '$id');
  // Draft 6 and 7: `$id: '#name'` is an anchor.
  if (id === undefined || id.startsWith('#') || id === '') return outer;
  const resource = createResource(target, resolveAddress(id, outer.address) ?? id.replace(/#.*$/s, ''));
  for (const address of [resource.address, id]) if (!byAddress.has(address)) byAddress.set(address, resource);
  // `stringAt` has found an object.
  byRoot.set(target.value as object, resource);
  return resource;
}

function collectAnchors(target: ReferenceTarget, resource: WritableResource, { inFile, dynamic }: Collection): void {
  const id = stringAt(target.value, '$id');
  const dynamicName = stringAt(target.value, '$dynamicAnchor');
  const names = [stringAt(target.value, '$anchor'), dynamicName, id?.startsWith('#') ? id.slice(1) : undefined];
  for (const name of names) {
    if (name === undefined) continue;
    if (!resource.anchors.has(name)) resource.anchors.set(name, target);
    if (!inFile.has(`${target.file}#${name}`)) inFile.set(`${target.file}#${name}`, target);
  }
  if (dynamicName === undefined || resource.dynamicAnchors.has(dynamicName)) return;
  resource.dynamicAnchors.set(dynamicName, target);
  dynamic.set(dynamicName, [...(dynamic.get(dynamicName) ?? []), target]);
}

function stringAt(value: JsonValue, key: string): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const found = (value as { readonly [key: string]: JsonValue })[key];
  return typeof found === 'string' ? found : undefined;
}
