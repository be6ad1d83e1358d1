import type { LookNode, PatternNode, RepeatNode } from '@brrt/service-model/pattern';

/** Steps after which a match is given up: some milliseconds. */
export const mostSteps = 500_000;

interface Attempt {
  readonly text: string;
  readonly matches: (source: string, at: number) => number;
  /** Start and end of each group, by number or name. */
  readonly captures: Map<number | string, readonly [number, number]>;
  steps: number;
}

/** What comes behind a part: whether the rest matches from there. */
type Continue = (at: number) => boolean;

/**
 * Whether a text contains a match of a pattern, found by going back as engines do, with steps counted: for patterns that
 * nothing else decides in bounded time. A text that takes more than {@link mostSteps} counts as one without a match.
 */
export function testBySteps(pattern: PatternNode, text: string): boolean {
  const attempt: Attempt = { text, matches: createMatcher(text), captures: new Map(), steps: 0 };
  try {
    for (let start = 0; start <= text.length; start += 1) {
      if (!isInsidePair(text, start) && run(attempt, pattern, start, () => true)) return true;
    }
    return false;
  } catch (error) {
    // The stack, or the steps: `tooLong`.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function createMatcher(text: string): Attempt['matches'] {
  const expressions = new Map<string, RegExp>();
  return (source, at) => {
    const expression = expressions.get(source) ?? new RegExp(source, 'uy');
    expressions.set(source, expression);
    expression.lastIndex = at;
    const isMatch = expression.test(text) && expression.lastIndex > at;
    return isMatch ? expression.lastIndex : -1;
  };
}

function run(attempt: Attempt, node: PatternNode, at: number, next: Continue): boolean {
  count(attempt, 1);
  switch (node.kind) {
    case 'character': {
      const end = attempt.matches(node.source, at);
      return end >= 0 && next(end);
    }
    case 'sequence':
      return runItems(attempt, { items: node.items, index: 0 }, at, next);
    case 'choice':
      return node.branches.some((branch) => run(attempt, branch, at, next));
    case 'repeat':
      return node.item.kind === 'character'
        ? repeatCharacter(attempt, node, at, next)
        : repeat(attempt, { node, done: 0 }, at, next);
    case 'group':
      return capture(attempt, node, at, next);
    case 'look':
      return look(attempt, node, at) !== node.isNegated && next(at);
    case 'backreference': {
      const captured = attempt.captures.get(node.to);
      const text = captured === undefined ? '' : attempt.text.slice(...captured);
      count(attempt, text.length);
      return attempt.text.startsWith(text, at) && next(at + text.length);
    }
    default:
      return holds(attempt.text, node.kind, at) && next(at);
  }
}

function count(attempt: Attempt, steps: number): void {
  attempt.steps += steps;
  if (attempt.steps > mostSteps) throw new RangeError('The pattern takes too many steps on this text');
}

interface Rest {
  readonly items: readonly PatternNode[];
  readonly index: number;
}

function runItems(attempt: Attempt, { items, index }: Rest, at: number, next: Continue): boolean {
  const item = items[index];
  if (item === undefined) return next(at);
  return run(attempt, item, at, (end) => runItems(attempt, { items, index: index + 1 }, end, next));
}

/** Without a frame of the stack for each character. */
function repeatCharacter(
  attempt: Attempt,
  { item, least, most, isLazy }: RepeatNode,
  at: number,
  next: Continue,
): boolean {
  const source = item.kind === 'character' ? item.source : '';
  const ends = [at];
  for (let end = at; ends.length <= most; ends.push(end)) {
    count(attempt, 1);
    if (isLazy && ends.length > least && next(end)) return true;
    end = attempt.matches(source, end);
    if (end < 0) break;
  }
  if (isLazy) return ends.length - 1 >= least && ends.length - 1 === most && next(ends.at(-1) ?? at);
  for (let length = ends.length - 1; length >= least; length -= 1) {
    count(attempt, 1);
    if (next(ends[length] ?? at)) return true;
  }
  return false;
}

interface Repetition {
  readonly node: RepeatNode;
  readonly done: number;
}

function repeat(attempt: Attempt, { node, done }: Repetition, at: number, next: Continue): boolean {
  const again = (): boolean =>
    done < node.most &&
    run(attempt, node.item, at, (end) => {
      // ECMA-262 §22.2.2.3.1: a repetition of nothing is no further one.
      if (end === at && done >= node.least) return false;
      return repeat(attempt, { node, done: done + 1 }, end, next);
    });
  if (done < node.least) return again();
  return node.isLazy ? next(at) || again() : again() || next(at);
}

function capture(
  attempt: Attempt,
  { body, index, name }: PatternNode & { readonly kind: 'group' },
  at: number,
  next: Continue,
): boolean {
  const keys = name === undefined ? [index] : [index, name];
  return run(attempt, body, at, (end) => {
    const before = keys.map((key) => attempt.captures.get(key));
    for (const key of keys) attempt.captures.set(key, [at, end]);
    if (next(end)) return true;
    for (const [position, key] of keys.entries()) {
      const old = before[position];
      if (old === undefined) attempt.captures.delete(key);
      else attempt.captures.set(key, old);
    }
    return false;
  });
}

function look(attempt: Attempt, { isAhead, body }: LookNode, at: number): boolean {
  if (isAhead) return run(attempt, body, at, () => true);
  for (let start = at; start >= 0; start -= 1) {
    if (!isInsidePair(attempt.text, start) && run(attempt, body, start, (end) => end === at)) return true;
  }
  return false;
}

/** With the flag `u` nothing begins between the halves of a character. */
function isInsidePair(text: string, at: number): boolean {
  return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff;
}

function holds(text: string, what: 'start' | 'end' | 'boundary' | 'no-boundary', at: number): boolean {
  if (what === 'start') return at === 0;
  if (what === 'end') return at === text.length;
  return (isWord(text, at - 1) !== isWord(text, at)) === (what === 'boundary');
}

function isWord(text: string, at: number): boolean {
  return /^\w$/.test(text.charAt(at));
}
