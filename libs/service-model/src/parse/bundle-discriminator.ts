import type { JsonObject, JsonValue } from '../model/json.ts';
import { type BundleContext, locate, type Place } from './bundle-context.ts';
import { checkAnnotation, malformed } from './check-annotation.ts';
import { isObject } from './is-object.ts';
import { referTo } from './part-context.ts';

/** A Discriminator Object with the references of its mapping made local (OpenAPI 3.1 §4.8.25). */
export function bundleDiscriminator(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  if (typeof raw === 'string' && context.grammar.version === '2.0') return { propertyName: raw };
  const checked = checkAnnotation(raw, 'discriminator', place, context);
  if (checked?.propertyName === undefined) return undefined;
  const { mapping, defaultMapping } = checked;
  const made = {
    ...checked,
    ...(isObject(mapping) ? { mapping: mappedSchemas(mapping, context) } : {}),
    ...(typeof defaultMapping === 'string'
      ? { defaultMapping: mappedSchema(defaultMapping, { container: checked, key: 'defaultMapping' }, context) }
      : {}),
  };
  return context.sources.inherit(made, checked);
}

function mappedSchemas(mapping: JsonObject, context: BundleContext): JsonObject {
  const entries = Object.entries(mapping).flatMap(([value, target]): [string, JsonValue][] => {
    const place = { container: mapping, key: value };
    if (typeof target === 'string') return [[value, mappedSchema(target, place, context)]];
    malformed('a name or reference of a schema', target, place, context);
    return [];
  });
  return context.sources.inherit(Object.fromEntries(entries), mapping);
}

// A mapping holds a reference or the name of a component, and a name stays one where the root has such a component.
function mappedSchema(written: string, place: Place, context: BundleContext): string {
  const named = /^[\w.-]+$/.test(written)
    ? context.resolver.resolve(`#/components/schemas/${written}`, place.container)
    : undefined;
  const target = named === undefined || 'problem' in named ? context.resolver.resolve(written, place.container) : named;
  if ('problem' in target) {
    const { code, problem, hint } = target;
    context.report.warning({
      at: locate(place, context),
      code,
      message: `The mapping to "${written}" leads nowhere: ${problem}`,
      ...(hint === undefined ? {} : { hint }),
    });
    return written;
  }
  const reference = referTo(target, 'schemas', context);
  return named === target && reference === `#/components/schemas/${written}` ? written : reference;
}
