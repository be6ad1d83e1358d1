import type { JsonValue } from '../model/json.ts';
import { type BundleContext, locate, type Place } from './bundle-context.ts';
import { isObject } from './is-object.ts';
import { referTo } from './part-context.ts';

/** A Discriminator Object with the references of its mapping made local (OpenAPI 3.1 §4.8.25). */
export function bundleDiscriminator(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  if (typeof raw === 'string' && context.grammar.version === '2.0') return { propertyName: raw };
  if (!isObject(raw) || typeof raw.propertyName !== 'string') {
    const message = '"discriminator" must be an object with a "propertyName"';
    context.report.warning({
      at: locate(place, context),
      code: 'malformed-keyword',
      message,
      hint: 'The schema is read without it',
    });
    return undefined;
  }
  const { mapping } = raw;
  if (!isObject(mapping)) return raw;
  const entries = Object.entries(mapping).map(([value, target]) => [
    value,
    typeof target === 'string' ? mappedSchema(target, { container: mapping, key: value }, context) : target,
  ]);
  return context.sources.inherit(
    { ...raw, mapping: context.sources.inherit(Object.fromEntries(entries), mapping) },
    raw,
  );
}

// A mapping holds a reference or the name of a component, and a name stays one where the root has such a component.
function mappedSchema(written: string, place: Place, context: BundleContext): string {
  const named = /^[\w.-]+$/.test(written)
    ? context.resolver.resolve(`#/components/schemas/${written}`, place.container)
    : undefined;
  const target = named === undefined || 'problem' in named ? context.resolver.resolve(written, place.container) : named;
  if ('problem' in target) {
    const { code, problem } = target;
    context.report.warning({
      at: locate(place, context),
      code,
      message: `The mapping to "${written}" leads nowhere: ${problem}`,
    });
    return written;
  }
  const reference = referTo(target, 'schemas', context);
  return named === target && reference === `#/components/schemas/${written}` ? written : reference;
}
