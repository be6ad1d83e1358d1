import type { Extensions, JsonObject, JsonValue } from './json.ts';

/** Reading fields of objects whose shapes were checked when they were bundled: a field of another type is absent. */
export function fieldOf(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function stringField(object: JsonObject, key: string): string | undefined {
  const value = fieldOf(object, key);
  return typeof value === 'string' ? value : undefined;
}

export function booleanField(object: JsonObject, key: string): boolean | undefined {
  const value = fieldOf(object, key);
  return typeof value === 'boolean' ? value : undefined;
}

export function listField(object: JsonObject, key: string): readonly JsonValue[] {
  const value = fieldOf(object, key);
  return Array.isArray(value) ? value : [];
}

export function objectField(object: JsonObject, key: string): JsonObject | undefined {
  const value = fieldOf(object, key);
  return isJsonObject(value) ? value : undefined;
}

/** Entries of a map field whose values are objects. */
export function objectEntries(object: JsonObject, key: string): readonly (readonly [string, JsonObject])[] {
  return Object.entries(objectField(object, key) ?? {}).flatMap(([name, value]) =>
    isJsonObject(value) ? [[name, value] as const] : [],
  );
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `x-…` fields, but for those that the model has in another form: an operation of BRRTRouter, and `x-websocket`. */
export function extensionsOf(object: JsonObject): Extensions {
  const isExtension = (key: string): boolean =>
    key.startsWith('x-') && key !== 'x-brrtrouter-query' && key !== 'x-websocket';
  return Object.fromEntries(Object.entries(object).filter(([key]) => isExtension(key)));
}

/** The fields that have a value: `exactOptionalPropertyTypes` and JSON know no `undefined`. */
export function definedFields<T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> {
  // Only fields of T are left, each with a value of its own type.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
