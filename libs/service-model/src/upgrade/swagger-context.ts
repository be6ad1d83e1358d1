import type { JsonObject, JsonValue } from '../model/json.ts';
import type { BundledComponents } from '../parse/bundle-components.ts';
import { type BundleContext, within } from '../parse/bundle-context.ts';
import { isObject } from '../parse/is-object.ts';

/** What every step of the upgrade from Swagger 2.0 needs. */
export interface SwaggerContext {
  readonly bundle: BundleContext;
  readonly components: BundledComponents;
  /** Media types that the document gives for all operations. */
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
}

/** The same context while a part is read (see `Report`). */
export function swaggerWithin(part: string, context: SwaggerContext): SwaggerContext {
  return { ...context, bundle: within(part, context.bundle) };
}

/** The object, or the component that it refers to. */
export function dereference(value: JsonValue | undefined, context: SwaggerContext): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  if (typeof value.$ref !== 'string') return value;
  const [, , section = '', name = ''] = value.$ref.split('/');
  // The section of a reference that bundling wrote is one of the keys.
  const holder = context.components[section as keyof BundledComponents];
  return dereference(holder !== undefined && Object.hasOwn(holder, name) ? holder[name] : undefined, context);
}

export function stringsOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Fields of `from` under the same names, and its extensions. */
export function keepFields(from: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(from).filter(([key]) => fields.includes(key) || key.startsWith('x-')));
}

/** The same map with other values; a value that becomes `undefined` is left out. */
export function mapValues(
  map: JsonObject,
  change: (value: JsonValue, key: string) => JsonValue | undefined,
  context: SwaggerContext,
): JsonObject {
  const entries = Object.entries(map).flatMap(([key, value]): [string, JsonValue][] => {
    const changed = change(value, key);
    return changed === undefined ? [] : [[key, changed]];
  });
  return context.bundle.sources.inherit(Object.fromEntries(entries), map);
}
