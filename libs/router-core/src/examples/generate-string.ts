import type { JsonObject } from '@brrt/service-model';
import { formatCandidates } from './generate-format.ts';
import { patternCandidates } from './pattern-candidates.ts';
import type { Random } from './random.ts';
import { generateWords } from './random-words.ts';
import { lengthOf, type StringRule, stringFits, stringRule } from './string-rule.ts';

/** Who asks, and what it costs. */
export interface StringRequest {
  readonly random: Random;
  /** Strings that do not look like those before: the same schema is asked again. */
  readonly isVaried: boolean;
  /** Called for each string that was tried. */
  readonly spend: () => void;
}

/** A string by `format`, `pattern` and lengths; undefined when none was found. */
export function generateString(schema: JsonObject, request: StringRequest): string | undefined {
  const rule = stringRule(schema);
  if (rule.minimum > rule.maximum || rule.minimum > mostCharacters) return undefined;
  for (const candidate of candidates(rule, request)) {
    request.spend();
    if (stringFits(rule, candidate)) return candidate;
  }
  return undefined;
}

const mostCharacters = 1_000_000;

function* candidates(rule: StringRule, request: StringRequest): Generator<string> {
  if (rule.patterns.length > 0) yield* patternCandidates(rule, request.random);
  else if (rule.formats.length > 0) yield* formatCandidates(rule, request.random);
  if (rule.patterns.length === 0) yield* plainCandidates(rule, request);
  if (rule.refusedPatterns.length > 0 || rule.refusedFormats.length > 0) yield* unusualCandidates(rule, request.random);
}

function* plainCandidates(rule: StringRule, { random, isVaried }: StringRequest): Generator<string> {
  if (!isVaried) yield fitLength(generateWords(1, random), rule);
  const least = Math.max(rule.minimum, Math.min(rule.maximum, 3));
  const characters = Array.from({ length: least }, () => random.pick(letters)).join('');
  yield isVaried && rule.maximum > 12 && rule.minimum < 12
    ? fitLength(`${generateWords(1, random)}-${random.integer(1, 99_999)}`, rule)
    : characters;
}

const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'] as [string, ...string[]];

/** Shapes that patterns and formats commonly leave out. */
function* unusualCandidates(rule: StringRule, random: Random): Generator<string> {
  const shapes = ['', 'a', 'A', '0', '-', ' ', '_', '.', '/', 'é', '!', '~', '中', 'aA0', 'A-0', '{}', '[', '\n', '0a'];
  const words = generateWords(2, random);
  for (const shape of [...shapes, words, words.toUpperCase(), '123456', '-1.5', 'a b_c!']) {
    yield shape;
    yield fitLength(shape === '' ? ' ' : shape, rule);
  }
}

/** Repeats and cuts to the lengths of the rule. */
export function fitLength(text: string, { minimum, maximum }: StringRule): string {
  const length = lengthOf(text);
  if (length >= minimum && length <= maximum) return text;
  if (length > maximum) return [...text].slice(0, maximum).join('');
  return text.padEnd(minimum + text.length - length, /^[a-z]*$/.test(text) ? 'abcdefghij' : text || 'a');
}
