import type { JsonObject, JsonValue } from '../model/json.ts';
import { isObject } from './is-object.ts';
import type { ReferenceResolver, ReferenceTarget } from './resolve-reference.ts';
import { splitReference } from './split-reference.ts';

/**
 * What `$dynamicRef` leads to where a schema is applied: names of dynamic anchors, each with the outermost schema that has
 * it (JSON Schema 2020-12 core §8.2.3.2). A schema that is applied in two scopes is written twice, so that nothing of
 * this is left to be found out when a value is checked.
 */
export type DynamicScope = ReadonlyMap<string, ReferenceTarget>;

export interface DynamicScopes {
  /** The scope within a schema: its resource has been entered. */
  enter(scope: DynamicScope, schema: object): DynamicScope;
  /** The scope within what a reference leads to, as far as it makes a difference there. */
  reach(scope: DynamicScope, target: ReferenceTarget): DynamicScope;
  /** Where the `$dynamicRef` in a schema leads in a scope, given where it leads as a `$ref`. */
  choose(reference: string, found: ReferenceTarget, scope: DynamicScope): ReferenceTarget;
}

/** Outside of all schemas. */
export const nothingInScope: DynamicScope = new Map();

export function createDynamicScopes(resolver: ReferenceResolver): DynamicScopes {
  const relevant = new Map<JsonValue, ReadonlySet<string>>();
  const isStatic = (): boolean => resolver.resources().dynamicAnchors.size === 0;
  const enter = (scope: DynamicScope, schema: object): DynamicScope => {
    if (isStatic()) return nothingInScope;
    const anchors = [...resolver.resourceOf(schema).dynamicAnchors];
    const added = anchors.filter(([name]) => !scope.has(name));
    return added.length === 0 ? scope : new Map([...scope, ...added]);
  };
  return {
    enter,
    reach(scope, { value }) {
      if (isStatic() || !isObject(value)) return nothingInScope;
      const names = relevant.get(value) ?? findNames(value, resolver);
      relevant.set(value, names);
      const entered = names.size === 0 ? nothingInScope : enter(scope, value);
      return new Map([...entered].filter(([name]) => names.has(name)).sort(byName));
    },
    choose(reference, found, scope) {
      const { fragment } = splitReference(reference);
      if (typeof found.value !== 'object' || found.value === null) return found;
      // Only an anchor that `$dynamicAnchor` has made is looked for further out.
      const made = resolver.resourceOf(found.value).dynamicAnchors.get(fragment);
      return made?.value === found.value ? (scope.get(fragment) ?? found) : found;
    },
  };
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}

/** Names that `$dynamicRef`s use in a schema and in all that it leads to, in whatever scope. */
function findNames(start: JsonObject, resolver: ReferenceResolver): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<JsonValue>();
  const pending: JsonValue[] = [start];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    pending.push(...Object.values(value));
    if (!isObject(value)) continue;
    for (const reference of [value.$ref, value.$dynamicRef]) {
      if (typeof reference !== 'string') continue;
      const target = resolver.resolve(reference, value);
      if (!('problem' in target)) pending.push(target.value);
    }
    if (typeof value.$dynamicRef !== 'string') continue;
    const { fragment } = splitReference(value.$dynamicRef);
    names.add(fragment);
    pending.push(...(resolver.resources().dynamicAnchors.get(fragment) ?? []).map((target) => target.value));
  }
  return names;
}
