import { formatCandidates } from './generate-format.ts';
import { parsePattern } from './parse-pattern.ts';
import { printable, word } from './pattern-characters.ts';
import { isAnchored, nodesOf, type PatternNode, type PatternSize, sizeOf } from './pattern-node.ts';
import type { Random } from './random.ts';
import { lengthOf, type StringRule } from './string-rule.ts';
import { writePattern } from './write-pattern.ts';

const tries = 48;

interface ReadPattern {
  readonly node: PatternNode;
  readonly size: PatternSize;
  readonly startsAnywhere: boolean;
  readonly endsAnywhere: boolean;
  /** What lookaheads ask for, without the `.*` before it. */
  readonly hints: readonly PatternNode[];
}

/** Strings that may match every pattern of a rule, and its formats; the likeliest first. */
export function* patternCandidates(rule: StringRule, random: Random): Generator<string> {
  const patterns = rule.patterns.map(readPattern);
  if (rule.formats.length > 0) yield* formattedCandidates(rule, patterns, random);
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const own = patterns[attempt % patterns.length];
    if (own === undefined) return;
    const text = writeFilled(own, aim(own, rule, { attempt, random }), random);
    yield text;
    yield withHints(text, own.hints, random);
    if (patterns.length > 1) yield joined(patterns, rule, random);
  }
}

const patternsRead = new Map<string, ReadPattern>();
const mostRead = 2_000;

function readPattern(pattern: string): ReadPattern {
  const known = patternsRead.get(pattern);
  if (known !== undefined) return known;
  const node = parsePattern(pattern);
  const read: ReadPattern = {
    node,
    size: sizeOf(node),
    startsAnywhere: !isAnchored(node, 'start'),
    endsAnywhere: !isAnchored(node, 'end'),
    hints: nodesOf(node, 'ahead').map(({ part }) => withoutLeadingAnything(part)),
  };
  if (patternsRead.size >= mostRead) patternsRead.clear();
  patternsRead.set(pattern, read);
  return read;
}

function withoutLeadingAnything(node: PatternNode): PatternNode {
  if (node.kind !== 'sequence') return node;
  const [first, ...rest] = node.parts;
  return first?.kind === 'repeat' && first.maximum === Infinity ? { kind: 'sequence', parts: rest } : node;
}

interface Attempt {
  readonly attempt: number;
  readonly random: Random;
}

/** How long a text is to be: near its least, within the rule's lengths. The more often it failed the wider. */
function aim(
  { size, startsAnywhere, endsAnywhere }: ReadPattern,
  rule: StringRule,
  { attempt, random }: Attempt,
): number {
  const most = startsAnywhere || endsAnywhere ? Infinity : size.maximum;
  const low = Math.max(size.minimum, rule.minimum);
  const high = Math.min(most, rule.maximum, low + 4 + attempt);
  if (attempt % 3 === 2) return low;
  return high <= low ? low : random.integer(low, high);
}

const filler: PatternNode = { kind: 'set', characters: [...word.slice(0, 26)] };

/** Text around a pattern that may match anywhere, where the length asks for it. */
function writeFilled(
  { node, size, startsAnywhere, endsAnywhere }: ReadPattern,
  length: number,
  random: Random,
): string {
  const missing = length - Math.min(length, size.maximum);
  const own = writePattern(node, length - missing, random);
  if (missing === 0) return own;
  const before = endsAnywhere ? 0 : missing;
  const around = Array.from({ length: missing }, () => writePattern(filler, 1, random)).join('');
  return startsAnywhere || endsAnywhere ? around.slice(0, before) + own + around.slice(before) : own;
}

/** Characters that lookaheads ask for, put in the place of others. */
function withHints(text: string, hints: readonly PatternNode[], random: Random): string {
  const points = [...text];
  for (const [index, hint] of hints.entries()) {
    const wanted = [...writePattern(hint, sizeOf(hint).minimum, random)];
    const latest = Math.max(0, points.length - wanted.length);
    const at = Math.min(latest, Math.round(((index + 0.5) * points.length) / Math.max(1, hints.length)));
    points.splice(at, wanted.length, ...wanted);
  }
  return points.join('');
}

/** One text for several patterns: those from the start, those anywhere, those to the end, and what is missing between. */
function joined(patterns: readonly ReadPattern[], rule: StringRule, random: Random): string {
  const write = (chosen: readonly ReadPattern[]): string =>
    chosen.map(({ node, size }) => writePattern(node, size.minimum + random.integer(0, 2), random)).join('');
  const start = write(patterns.filter(({ startsAnywhere }) => !startsAnywhere).slice(0, 1));
  const end = write(patterns.filter((own) => !own.endsAnywhere && own.startsAnywhere).slice(0, 1));
  const middle = write(patterns.filter((own) => own.endsAnywhere && own.startsAnywhere));
  const missing = Math.max(0, rule.minimum - lengthOf(start + middle + end));
  const letters = random.next() < 0.5 ? word : printable;
  const between = Array.from({ length: missing }, () => letters[random.integer(0, letters.length - 1)]).join('');
  return start + middle + between + end;
}

/** Values of the format, then such values with a piece replaced by what a pattern asks for. */
function* formattedCandidates(rule: StringRule, patterns: readonly ReadPattern[], random: Random): Generator<string> {
  for (let attempt = 0; attempt < 12; attempt += 1) {
    for (const formatted of formatCandidates(rule, random)) {
      yield formatted;
      for (const { node, size, startsAnywhere, endsAnywhere } of patterns) {
        const piece = writePattern(node, size.minimum, random);
        if (endsAnywhere) yield piece + formatted.slice(piece.length);
        if (startsAnywhere) yield formatted.slice(0, Math.max(0, formatted.length - piece.length)) + piece;
        if (startsAnywhere) yield `${/^[a-z]+/.exec(formatted)?.[0] ?? ''}${piece}`;
      }
    }
  }
}
