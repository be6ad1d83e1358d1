import type { BuildContext } from './build-context.ts';
import { fieldOf, isJsonObject, stringField } from './fields.ts';
import type { JsonObject, JsonValue } from './json.ts';

/** The object itself or, for a Reference Object, what it leads to, with the description of the reference (3.1 §4.8.23). */
export function resolveObject(value: JsonValue | undefined, context: BuildContext): JsonObject | undefined {
  if (!isJsonObject(value)) return undefined;
  const reference = stringField(value, '$ref');
  if (reference === undefined) return value;
  const target = resolveObject(componentAt(reference, context.document), context);
  if (target === undefined) return undefined;
  const overrides = Object.entries(value).filter(([key]) => key !== '$ref');
  if (overrides.length === 0) return target;
  return context.sources.inherit({ ...target, ...Object.fromEntries(overrides) }, target);
}

// References of a bundled document: '#/components/<section>/<name>'.
function componentAt(reference: string, document: JsonObject): JsonValue | undefined {
  const [, , section = '', name = ''] = reference.split('/');
  const sections = fieldOf(document, 'components');
  const components = isJsonObject(sections) ? fieldOf(sections, section) : undefined;
  return isJsonObject(components) ? fieldOf(components, name) : undefined;
}
