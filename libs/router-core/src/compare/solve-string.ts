import { generateValue } from '../examples/generate-value.ts';
import type { Branch } from './branch.ts';
import type { Fact } from './fact.ts';
import { findTexts, type TextAnswer } from './find-text.ts';
import { patternOfFormat } from './format-patterns.ts';
import { noValue, type Outcome, type Solver, unknownValue } from './goal.ts';
import { contradictsFormat, dimReason, rangeOf } from './leaf.ts';

/** A text of some length, with and without patterns and formats. */
export function solveString(branch: Branch, solver: Solver): Outcome {
  const { facts, goal } = branch;
  const [least, most] = rangeOf(facts, 'length');
  if (least > most || contradictsFormat(facts)) return noValue;
  const { patterns, refused } = patternsOf(facts);
  if (patterns.some((pattern) => refused.includes(pattern))) return noValue;
  if (most === 0) return solver.meets(goal, '') ? { kind: 'value', value: '' } : noValue;
  // What a format adds serves proofs, not the making of texts.
  const language = findTexts({ patterns: [...patterns, ...formatPatterns(facts)], refused, least, most });
  if (language?.isEmpty === true) return noValue;
  for (const value of candidates(branch, language)) {
    if (solver.meets(goal, value)) return { kind: 'value', value };
  }
  return unknownValue(dimReason(facts) ?? reasonOf(facts, language));
}

function patternsOf(facts: readonly Fact[]): {
  readonly patterns: readonly string[];
  readonly refused: readonly string[];
} {
  const asked = (wanted: boolean): readonly string[] =>
    facts.flatMap((fact) => (fact.about === 'pattern' && fact.holds === wanted ? [fact.pattern] : []));
  return { patterns: [...new Set(asked(true))], refused: [...new Set(asked(false))] };
}

function formatPatterns(facts: readonly Fact[]): readonly string[] {
  const formats = facts.flatMap((fact) => (fact.about === 'format' && fact.holds ? [fact.format] : []));
  return [...new Set(formats)].flatMap((format) => patternOfFormat(format) ?? []);
}

function reasonOf(facts: readonly Fact[], language: TextAnswer | undefined): string {
  const formats = facts.flatMap((fact) => (fact.about === 'format' ? [`"${fact.format}"`] : []));
  if (formats.length > 0)
    return `the format ${[...new Set(formats)].join(' and ')} cannot be compared with what else is said`;
  return language === undefined ? 'the patterns cannot be compared' : 'no text was found';
}

const longestTried = 2_000;

function* candidates({ facts }: Branch, language: TextAnswer | undefined): Generator<string> {
  const [least, most] = rangeOf(facts, 'length');
  const { patterns } = patternsOf(facts);
  const formats = facts.flatMap((fact) => (fact.about === 'format' && fact.holds ? [fact.format] : []));
  if (formats.length === 0) {
    if (patterns.length === 0) {
      for (const text of ['text', 'other', '-', '']) yield fitted(text, least, most);
      for (const length of [least, least + 1, Math.min(most, longestTried)])
        if (length <= longestTried) yield 'x'.repeat(length);
    }
    yield* language?.texts ?? [];
  }
  for (const text of ['1', '-1', '1.5', 'true', 'null', '2026-01-31', 'a@b.c'])
    if (text.length >= least && text.length <= most) yield text;
  const schema = {
    type: 'string',
    minLength: least,
    ...(most <= longestTried && { maxLength: most }),
    ...(patterns.length > 0 && { allOf: patterns.map((pattern) => ({ pattern })) }),
  };
  const wanted = formats.length === 0 ? [schema] : formats.map((format) => ({ ...schema, format }));
  for (const each of wanted) {
    for (let seed = 1; seed < 12; seed += 1) {
      const value = generateValue(each, { schemas: {} }, { direction: 'request', seed: seed * 7_001 });
      if (typeof value === 'string') yield value;
    }
  }
  yield* language?.texts ?? [];
}

function fitted(text: string, least: number, most: number): string {
  const length = Math.min(Math.max(text.length, least), most);
  if (length > longestTried) return text;
  return text.length >= length ? text.slice(0, length) : text.padEnd(length, 'x');
}
