import { basename } from 'node:path';
import type { Breakage } from '../breakage.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { unreadableField } from '../parse/check-unreadable.ts';
import { componentPart, webhookPart, wholePathItem } from '../parse/parts.ts';
import type { BuildContext } from './build-context.ts';
import { fieldOf, isJsonObject, objectField } from './fields.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { FoundBroken } from './list-broken-operations.ts';
import { pathItemParts } from './path-item-parts.ts';
import { templateNames } from './path-template.ts';
import { resolveObject } from './resolve-object.ts';
import type { ServiceModel } from './service-model.ts';

/**
 * The model without what cannot be read. Its document says so where an operation stood, and has no component that
 * could not be read: nothing that was read in part looks as if it were whole.
 */
export function leaveOutBroken(
  model: ServiceModel,
  found: readonly FoundBroken[],
  from: { readonly breakage: Breakage; readonly context: BuildContext },
): ServiceModel {
  const { brokenParts } = from.breakage;
  const broken = new Set(found.map(({ operation }) => operation.id));
  const isSound = (section: string, name: string): boolean => isSoundPart(componentPart(section, name), brokenParts);
  return {
    ...model,
    document: soundDocument(found, from),
    operations: model.operations.filter(({ id }) => !broken.has(id)),
    brokenOperations: found.map(({ operation }) => operation),
    schemas: filterKeys(model.schemas, (name) => isSound('schemas', name)),
    securitySchemes: filterKeys(model.securitySchemes, (name) => isSound('securitySchemes', name)),
    webhooks: model.webhooks.filter(({ name }) => isSoundPart(webhookPart(name), brokenParts)),
  };
}

function isSoundPart(part: string, broken: ReadonlySet<string>): boolean {
  return !broken.has(part) && !broken.has(wholePathItem(part));
}

function filterKeys<Value>(
  record: Readonly<Record<string, Value>>,
  keeps: (key: string) => boolean,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => keeps(key)));
}

interface Surroundings {
  readonly breakage: Breakage;
  readonly context: BuildContext;
}

function soundDocument(found: readonly FoundBroken[], { breakage, context }: Surroundings): JsonObject {
  const { document, sources } = context;
  const { paths, components, webhooks, ...rest } = document;
  const sound = {
    ...rest,
    ...(isJsonObject(webhooks)
      ? { webhooks: filterKeys(webhooks, (name) => isSoundPart(webhookPart(name), breakage.brokenParts)) }
      : {}),
    paths: { ...(isJsonObject(paths) ? paths : {}), ...markedPaths(found, { breakage, context }) },
    ...(isJsonObject(components) ? { components: soundComponents(components, breakage) } : {}),
  };
  return sources.inherit(sound, document);
}

function soundComponents(components: JsonObject, { brokenParts }: Breakage): JsonObject {
  const sections = Object.entries(components).map(([section, entries]): [string, JsonValue] => [
    section,
    isJsonObject(entries)
      ? filterKeys(entries, (name) => isSoundPart(componentPart(section, name), brokenParts))
      : entries,
  ]);
  return Object.fromEntries(sections);
}

/** The path items that hold something broken, with a note in its place. */
function markedPaths(found: readonly FoundBroken[], { breakage, context }: Surroundings): JsonObject {
  const paths = objectField(context.document, 'paths') ?? {};
  const marked = [...Map.groupBy(found, ({ written }) => written)].map(([written, broken]): [string, JsonValue] => {
    const pathItem = resolveObject(fieldOf(paths, written), context);
    const [first] = broken;
    if (pathItem === undefined || first?.key === undefined)
      return [written, noteOf(first?.operation.diagnostics ?? [])];
    const isShared = pathItemParts(written, context.document).some((part) => breakage.brokenParts.has(part));
    const kept = isShared ? filterKeys(pathItem, (key) => key === 'servers') : pathItem;
    return [written, broken.reduce((made, each) => withNote(made, each), kept)];
  });
  return Object.fromEntries(marked);
}

function withNote(pathItem: JsonObject, { key, operation: { id, path, diagnostics } }: FoundBroken): JsonObject {
  const [field = '', method] = key ?? [];
  const parameters = templateNames(path).map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const operation: JsonObject = {
    operationId: id,
    ...noteOf(diagnostics),
    ...(parameters.length === 0 ? {} : { parameters }),
    responses: { 501: { description: 'This operation could not be read from the contract' } },
  };
  if (method === undefined) return { ...pathItem, [field]: operation };
  return { ...pathItem, [field]: { ...objectField(pathItem, field), [method]: operation } };
}

// Without the folders of the machine that read it: the document is published.
function noteOf(diagnostics: readonly Diagnostic[]): JsonObject {
  const places = diagnostics.map(({ code, file, line, pointer }) => `${code} at ${basename(file)}:${line} ${pointer}`);
  return { [unreadableField]: places.join('; ') };
}
