import type { FieldRule, ObjectKind } from '../../../libs/service-model/src/parse/grammar.ts';
import { fieldName, grammars } from './fields-of-openapi.ts';
import type { Version } from './versions.ts';

/** `Object.field` of everything that stands in a document, by the grammar of its version; keywords as `Schema.keyword`. */
export function presentFields(document: unknown, version: Version): ReadonlySet<string> {
  const found = new Set<string>();
  visit(document, 'document', { version, found });
  return found;
}

interface Walk {
  readonly version: Version;
  readonly found: Set<string>;
}

function visit(value: unknown, rule: FieldRule, walk: Walk): void {
  if (typeof value !== 'object' || value === null) return;
  const inner = /^(?:\[\]|\{\})(.+)$/.exec(rule)?.[1];
  // What stands behind `[]` and `{}` is a rule again.
  if (inner !== undefined) for (const entry of Object.values(value)) visit(entry, inner as FieldRule, walk);
  else if (rule === 'schema') for (const keyword of Object.keys(value)) walk.found.add(`Schema.${keyword}`);
  else visitObject(value, rule as ObjectKind, walk);
}

function visitObject(value: object, kind: ObjectKind, walk: Walk): void {
  const rule = grammars[walk.version].objects[kind];
  for (const [key, field] of Object.entries(value)) {
    const fixed = rule?.fields[key];
    if (fixed !== undefined) walk.found.add(fieldName(kind, key));
    const next = fixed ?? rule?.others;
    if (next !== undefined) visit(field, next, walk);
  }
}
