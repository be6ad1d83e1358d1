import type { FieldRule, ObjectRule } from './grammar.ts';

/** A rule of an older version with the fields that a newer one adds. */
export function extendRule(rule: ObjectRule | undefined, added: Readonly<Record<string, FieldRule>>): ObjectRule {
  return { ...rule, fields: { ...rule?.fields, ...added } };
}
