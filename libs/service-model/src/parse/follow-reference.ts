import type { JsonObject } from '../model/json.ts';
import type { BundleContext } from './bundle-context.ts';
import type { ComponentSection } from './grammar.ts';
import { isObject } from './is-object.ts';
import { parsePointer } from './json-pointer.ts';
import type { ReferenceTarget } from './resolve-reference.ts';

/** The target of the reference in `holder`; `undefined` after reporting why there is none. */
export function followReference(
  holder: JsonObject,
  section: ComponentSection,
  context: BundleContext,
): ReferenceTarget | undefined {
  return follow(holder, { key: '$ref', section }, context);
}

/** The same for a reference to a schema. A `$dynamicRef` is followed as if it were a `$ref`. */
export function followSchemaReference(
  holder: JsonObject,
  key: '$ref' | '$dynamicRef',
  context: BundleContext,
): ReferenceTarget | undefined {
  return follow(holder, { key, section: 'schemas' }, context);
}

interface ReferenceKind {
  readonly key: '$ref' | '$dynamicRef';
  readonly section: ComponentSection;
}

const dispensable: ReadonlySet<ComponentSection> = new Set(['examples', 'links']);

function follow(
  holder: JsonObject,
  { key, section }: ReferenceKind,
  context: BundleContext,
): ReferenceTarget | undefined {
  const at = context.sources.locate(holder, key);
  const $ref = holder[key];
  if (typeof $ref !== 'string') {
    context.report.error({ at, code: 'wrong-type', message: `"${key}" must be a string` });
    return undefined;
  }
  const target = context.resolver.resolve($ref, holder);
  if ('problem' in target) {
    const { code, problem, hint } = target;
    const finding = { at, code, message: `"${$ref}" leads nowhere: ${problem}` };
    // No message depends on them: an operation can be served without.
    if (dispensable.has(section))
      context.report.warning({ ...finding, hint: hint ?? 'The contract is read without it' });
    else context.report.error({ ...finding, ...(hint === undefined ? {} : { hint }) });
    return undefined;
  }
  if (leadsToItself(target, context)) {
    context.report.error({
      at,
      code: 'cyclic-reference',
      message: `"${$ref}" leads back to itself and never to content`,
    });
    return undefined;
  }
  const found = sectionOf(target);
  if (found === undefined || found === section) return target;
  context.report.error({
    at,
    code: 'wrong-reference',
    message: `"${$ref}" leads to ${found}, but ${section} belong here`,
  });
  return undefined;
}

// References whose targets are references again, in a ring.
function leadsToItself(target: ReferenceTarget, context: BundleContext): boolean {
  const seen = new Set<unknown>();
  let at: ReferenceTarget | undefined = target;
  while (at !== undefined && isObject(at.value) && typeof at.value.$ref === 'string') {
    if (seen.has(at.value)) return true;
    seen.add(at.value);
    const next: ReturnType<BundleContext['resolver']['resolve']> = context.resolver.resolve(at.value.$ref, at.value);
    at = 'problem' in next ? undefined : next;
  }
  return false;
}

function sectionOf({ pointer }: ReferenceTarget): string | undefined {
  const tokens = parsePointer(pointer);
  return tokens[0] === 'components' && tokens.length === 3 ? tokens[1] : undefined;
}
