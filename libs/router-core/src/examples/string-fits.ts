import type { JsonObject } from '@brrt/service-model';
import { namesOf, numberOf, stringOf } from './schema-keywords.ts';

/** Lengths count code points (JSON Schema validation §6.3). A pattern that does not compile refuses nothing. */
export function stringFits(schema: JsonObject, value: string): boolean {
  const length = [...value].length;
  return (
    length >= (numberOf(schema, 'minLength') ?? 0) &&
    length <= (numberOf(schema, 'maxLength') ?? Number.POSITIVE_INFINITY) &&
    patternsOf(schema).every((pattern) => compilePattern(pattern)?.test(value) ?? true)
  );
}

/** The pattern of a schema and those that merging has added to it. */
export function patternsOf(schema: JsonObject): readonly string[] {
  const pattern = stringOf(schema, 'pattern');
  return [...(pattern === undefined ? [] : [pattern]), ...namesOf(schema, 'x-brrt-patterns')];
}

/** `pattern` as JSON Schema means it: unanchored, Unicode-aware where it compiles so. */
export function compilePattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return compileLoosely(pattern);
  }
}

function compileLoosely(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}
