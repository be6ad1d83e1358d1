import type { ServiceDescription } from '@brrt/router-core/ports';

/**
 * Names of properties and parameters whose values a contract keeps to itself: `writeOnly`, `format: password`, `x-sensitive`, and
 * what carries an API key. In the spelling of `normalizeKey`.
 */
export function collectSecretNames({ operations, schemas, securitySchemes }: ServiceDescription): ReadonlySet<string> {
  const names = new Set<string>();
  for (const scheme of Object.values(securitySchemes)) {
    if (scheme.type === 'apiKey') names.add(normalizeKey(scheme.parameterName));
  }
  const isSecret = (schema: unknown): boolean => marksSecret(schema) || marksSecret(target(schema, schemas));
  for (const object of objectsWithin([operations, schemas])) {
    if (isObject(object.properties)) {
      for (const [name, schema] of Object.entries(object.properties))
        if (isSecret(schema)) names.add(normalizeKey(name));
    }
    if (typeof object.name === 'string' && typeof object.in === 'string' && isSecret(object.schema))
      names.add(normalizeKey(object.name));
  }
  return names;
}

/** `accessToken`, `access_token` and `Access-Token` are one key. */
export function normalizeKey(key: string): string {
  return key.toLowerCase().replaceAll(/[-_ ]/g, '');
}

type Fields = Readonly<Record<string, unknown>>;

function marksSecret(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  return schema.writeOnly === true || schema.format === 'password' || schema['x-sensitive'] === true;
}

const componentPrefix = '#/components/schemas/';

function target(schema: unknown, schemas: Fields): unknown {
  const reference = isObject(schema) ? schema.$ref : undefined;
  if (typeof reference !== 'string' || !reference.startsWith(componentPrefix)) return undefined;
  const name = reference.slice(componentPrefix.length);
  return Object.hasOwn(schemas, name) ? schemas[name] : undefined;
}

/** Every object within a value, each once. */
function* objectsWithin(root: unknown): Generator<Fields> {
  const seen = new Set<object>();
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (isObject(next)) yield next;
    for (const child of Object.values(next)) waiting.push(child);
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
