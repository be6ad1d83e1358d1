import type { JsonValue } from '../model/json.ts';

// Keys whose content is a map with names that somebody chose: `default` among them is a response or a property.
const maps: ReadonlySet<string> = new Set([
  ...['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions', 'schemas', 'paths', 'webhooks'],
  ...['responses', 'parameters', 'requestBodies', 'headers', 'callbacks', 'pathItems', 'mediaTypes', 'content'],
  ...['examples', 'links', 'securitySchemes', 'encoding', 'variables', 'additionalOperations'],
]);

// Keys whose content is a value, in which nothing is a reference.
const values: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'example', 'value', 'dataValue']);

/** Something in a document that may be a reference. */
export interface WrittenReference {
  readonly text: string;
  /** The `$id`s of the schemas around it, the outermost first. */
  readonly ids: readonly string[];
}

/** Everything in a document that may lead to another one, each once. Linear in the document. */
export function findReferences(document: JsonValue): readonly WrittenReference[] {
  const found = new Map<string, WrittenReference>();
  const seen = new Set<object>();
  const waiting: Step[] = [{ value: document, isMap: false, ids: [] }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, isMap } = next;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const ids = isMap ? next.ids : enter(value, next.ids);
    for (const text of referencesOf(value)) {
      if (!text.startsWith('#')) found.set([...ids, text].join(' '), { text, ids });
    }
    for (const [key, child] of Object.entries(value)) {
      if (isMap || !values.has(key)) waiting.push({ value: child, isMap: !isMap && maps.has(key), ids });
    }
  }
  return [...found].sort(byKey).map(([, reference]) => reference);
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}

interface Step {
  readonly value: unknown;
  readonly isMap: boolean;
  readonly ids: readonly string[];
}

function enter(value: object, ids: readonly string[]): readonly string[] {
  const { $id } = value as { readonly $id?: unknown };
  return typeof $id === 'string' && !$id.startsWith('#') ? [...ids, $id] : ids;
}

function referencesOf(container: object): readonly string[] {
  const { $ref, $dynamicRef, mapping } = container as Readonly<Partial<Record<string, unknown>>>;
  const references = [$ref, $dynamicRef].filter((reference) => typeof reference === 'string');
  if (typeof mapping !== 'object' || mapping === null) return references;
  const mapped = Object.values(mapping).filter(
    (value): value is string => typeof value === 'string' && /\.(ya?ml|json)(#|$)/.test(value),
  );
  return [...references, ...mapped];
}
