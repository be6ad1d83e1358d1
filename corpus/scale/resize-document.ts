import type { JsonObject, JsonValue } from '@brrt/service-model';

/** A share of the paths of a document: 0.25, 0.5, 1, or a whole number of copies. */
export function resizeDocument(document: JsonObject, size: number): JsonObject {
  if (size === 1) return document;
  return size < 1 ? takeShare(document, size) : multiply(document, size);
}

/** Paths at even distances, so that every part of the document has its share, and the components that they reach. */
function takeShare(document: JsonObject, share: number): JsonObject {
  const step = Math.round(1 / share);
  const paths = Object.fromEntries(Object.entries(asObject(document.paths)).filter((_, index) => index % step === 0));
  const { components, ...rest } = document;
  const reached = reachableComponents({ ...rest, paths }, document);
  const kept = Object.entries(asObject(components)).map(([section, entries]): [string, JsonValue] => [
    section,
    Object.fromEntries(
      Object.entries(asObject(entries)).filter(
        ([name]) => section === 'securitySchemes' || reached.has(`#/components/${section}/${escapeToken(name)}`),
      ),
    ),
  ]);
  return { ...rest, paths, components: Object.fromEntries(kept) };
}

function reachableComponents(start: JsonObject, document: JsonObject): ReadonlySet<string> {
  const reached = new Set(listReferences(start));
  for (const reference of reached) {
    for (const next of listReferences(componentAt(document, reference))) reached.add(next);
  }
  return reached;
}

/** References to components, without what follows their names. */
function listReferences(value: JsonValue | undefined): readonly string[] {
  const found = JSON.stringify(value ?? null).matchAll(/"#\/components\/[^"/]+\/[^"/]+/g);
  return [...found].map(([text]) => text.slice(1));
}

function componentAt(document: JsonObject, reference: string): JsonValue | undefined {
  const [, , section = '', name = ''] = reference.split('/');
  return asObject(asObject(document.components)[section])[name.replaceAll('~1', '/').replaceAll('~0', '~')];
}

/** Copies share nothing: paths, operations and components have names of their own. */
function multiply(document: JsonObject, copies: number): JsonObject {
  const all = Array.from({ length: copies }, (_, number) =>
    number === 0 ? document : copy(document, `copy${number}`),
  );
  const sections = Object.keys(asObject(document.components));
  const components = sections.map((section): [string, JsonValue] => [
    section,
    Object.assign({}, ...all.map((each) => asObject(asObject(each.components)[section]))),
  ]);
  return {
    ...document,
    paths: Object.assign({}, ...all.map(({ paths }) => asObject(paths))),
    components: Object.fromEntries(components),
  };
}

function copy(document: JsonObject, prefix: string): JsonObject {
  const text = JSON.stringify(document)
    .replaceAll(/("#\/components\/(?!securitySchemes)[^"/]+\/)/g, `$1${prefix}-`)
    .replaceAll(/("operationId":")/g, `$1${prefix}/`);
  const copied: JsonObject = JSON.parse(text);
  const paths = Object.entries(asObject(copied.paths)).map(([path, item]) => [`/${prefix}${path}`, item]);
  const components = Object.entries(asObject(copied.components)).map(([section, entries]) => [
    section,
    section === 'securitySchemes' ? entries : renamed(asObject(entries), prefix),
  ]);
  return { ...copied, paths: Object.fromEntries(paths), components: Object.fromEntries(components) };
}

function renamed(entries: JsonObject, prefix: string): JsonObject {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [`${prefix}-${name}`, value]));
}

function escapeToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function asObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}; // the last that is left
}
