import type { JsonObject } from '@brrt/service-model';
import { formats } from '../schema/formats.ts';
import { type CompiledPattern, compilePattern } from '../schema/pattern/compile-pattern.ts';
import { ownKeywords } from './own-keywords.ts';
import { namesOf, numberOf, stringOf } from './schema-keywords.ts';

/** What a schema says about strings. */
export interface StringRule {
  /** In code points (JSON Schema validation §6.3). */
  readonly minimum: number;
  readonly maximum: number;
  readonly patterns: readonly string[];
  readonly formats: readonly string[];
  readonly refusedPatterns: readonly string[];
  readonly refusedFormats: readonly string[];
}

/** The keywords of a schema that speak about strings, those included that merging has added. */
export function stringRule(schema: JsonObject): StringRule {
  const pattern = stringOf(schema, 'pattern');
  const format = stringOf(schema, 'format');
  return {
    minimum: numberOf(schema, 'minLength') ?? 0,
    maximum: numberOf(schema, 'maxLength') ?? Number.POSITIVE_INFINITY,
    patterns: [...(pattern === undefined ? [] : [pattern]), ...namesOf(schema, ownKeywords.patterns)],
    formats: [...(format === undefined ? [] : [format]), ...namesOf(schema, ownKeywords.formats)],
    refusedPatterns: namesOf(schema, ownKeywords.refusedPatterns),
    refusedFormats: namesOf(schema, ownKeywords.refusedFormats),
  };
}

/** Whether a string keeps a rule. A pattern that does not compile and a format that is not known refuse nothing. */
export function stringFits(rule: StringRule, value: string): boolean {
  const length = lengthOf(value);
  return (
    length >= rule.minimum &&
    length <= rule.maximum &&
    rule.patterns.every((pattern) => matches(pattern, value)) &&
    rule.formats.every((format) => hasFormat(format, value)) &&
    !rule.refusedPatterns.some((pattern) => matches(pattern, value)) &&
    !rule.refusedFormats.some((format) => hasFormat(format, value))
  );
}

/** Code points. */
export function lengthOf(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length - 1; at += 1) {
    const isPair =
      text.charCodeAt(at) >= 0xd800 && text.charCodeAt(at) < 0xdc00 && (text.codePointAt(at) ?? 0) > 0xffff;
    if (isPair) length -= 1;
  }
  return length;
}

const compiled = new Map<string, CompiledPattern>();
const mostCompiled = 5_000;

/** `pattern` as the validator means it. */
export function matches(pattern: string, value: string): boolean {
  let known = compiled.get(pattern);
  if (known === undefined) {
    if (compiled.size >= mostCompiled) compiled.clear();
    known = compilePattern(pattern);
    compiled.set(pattern, known);
  }
  return known.test(value);
}

function hasFormat(format: string, value: string): boolean {
  const known = Object.hasOwn(formats, format) ? formats[format] : undefined;
  return known?.text?.(value) ?? true;
}
