import { type CharacterSet, characterSet, mayOverlap } from './character-set.ts';
import { parsePattern } from './parse-pattern.ts';
import type { PatternNode } from './pattern-node.ts';

/**
 * How a pattern can be matched so that no text takes long:
 * - `direct`: a backtracking engine never goes back far, so the regular expressions of the engine do;
 * - `automaton`: it describes a regular language, which an automaton decides in time linear in the text;
 * - `bounded`: backreferences, or lookaround in the middle: only steps can be counted;
 * - `unknown`: it is not valid with the flag `u`, or has a form that is not taken apart here.
 */
export type PatternClass = 'direct' | 'automaton' | 'bounded' | 'unknown';

export function classifyPattern(pattern: string): PatternClass {
  const node = parsePattern(pattern);
  if (node === undefined) return 'unknown';
  if (isDirect(node)) return 'direct';
  return isRegular(withoutEdgeLooks(node).core) && automatonSize(node) <= largestAutomaton ? 'automaton' : 'bounded';
}

/** States of an automaton beyond which a pattern is not made one. */
const largestAutomaton = 2_000;

/** Repetitions are written out. */
export function automatonSize(node: PatternNode): number {
  switch (node.kind) {
    case 'sequence':
      return node.items.reduce((size, item) => size + automatonSize(item), 1);
    case 'choice':
      return node.branches.reduce((size, branch) => size + automatonSize(branch) + 1, 1);
    case 'repeat': {
      const count = node.most === Number.POSITIVE_INFINITY ? node.least + 1 : node.most;
      return 1 + count * (automatonSize(node.item) + 1);
    }
    case 'group':
    case 'look':
      return automatonSize(node.body);
    default:
      return 1;
  }
}

/** What is left of a pattern when conditions on its start and its end are taken off: `^(?=.*\d)(?!x)…(?<!-)$`. */
export interface EdgeLooks {
  readonly core: PatternNode;
  /** From the start of the text. */
  readonly ahead: readonly EdgeLook[];
  /** Up to the end of the text. */
  readonly behind: readonly EdgeLook[];
}

export interface EdgeLook {
  readonly body: PatternNode;
  readonly isNegated: boolean;
}

export function withoutEdgeLooks(node: PatternNode): EdgeLooks {
  if (node.kind !== 'sequence') return { core: node, ahead: [], behind: [] };
  const { items } = node;
  const ahead: EdgeLook[] = [];
  const behind: EdgeLook[] = [];
  let first = 0;
  let last = items.length;
  if (items[0]?.kind === 'start') {
    for (first = 1; isLook(items[first], true); first += 1) ahead.push(items[first] as EdgeLook & PatternNode);
  }
  if (items[last - 1]?.kind === 'end') {
    for (last -= 1; last > first && isLook(items[last - 1], false); last -= 1)
      behind.push(items[last - 1] as EdgeLook & PatternNode);
  }
  const core = [
    ...(ahead.length > 0 || first > 0 ? [items[0]] : []),
    ...items.slice(first, last),
    ...(last < items.length ? [items[items.length - 1]] : []),
  ].filter((item) => item !== undefined);
  return { core: { kind: 'sequence', items: core }, ahead, behind };
}

function isLook(node: PatternNode | undefined, isAhead: boolean): boolean {
  return node?.kind === 'look' && node.isAhead === isAhead && isRegular(node.body);
}

/** Whether a pattern has neither backreferences nor lookaround. */
function isRegular(node: PatternNode): boolean {
  switch (node.kind) {
    case 'look':
    case 'backreference':
      return false;
    case 'sequence':
      return node.items.every(isRegular);
    case 'choice':
      return node.branches.every(isRegular);
    case 'repeat':
      return isRegular(node.item);
    case 'group':
      return isRegular(node.body);
    default:
      return true;
  }
}

/** So many ways of matching cost nothing that anybody would notice. */
const mostWays = 1_000;
/** The same, where the search begins anew at every character. */
const mostSearchWork = 64;

function isDirect(node: PatternNode): boolean {
  if (!isRegular(node)) return false;
  const { ways, length } = measure(node);
  if (isAnchored(node)) return ways <= mostWays || isDeterministic(node);
  // V8 takes `/[^a]b$/u` to be two units long and misses a longer match at the end.
  return ways * length <= mostSearchWork && !endsAtEnd(node);
}

function isAnchored(node: PatternNode): boolean {
  switch (node.kind) {
    case 'start':
      return true;
    case 'sequence':
      return node.items[0] !== undefined && isAnchored(node.items[0]);
    case 'choice':
      return node.branches.every(isAnchored);
    case 'group':
      return isAnchored(node.body);
    default:
      return false;
  }
}

function endsAtEnd(node: PatternNode): boolean {
  switch (node.kind) {
    case 'end':
      return true;
    case 'sequence':
      return node.items.some(endsAtEnd);
    case 'choice':
      return node.branches.some(endsAtEnd);
    case 'group':
      return endsAtEnd(node.body);
    case 'repeat':
      return endsAtEnd(node.item);
    default:
      return false;
  }
}

interface Measure {
  /** In how many ways a text can match at most, as far as the engine tries them. */
  readonly ways: number;
  /** Of the longest match. */
  readonly length: number;
}

function measure(node: PatternNode): Measure {
  switch (node.kind) {
    case 'character':
      return { ways: 1, length: 1 };
    case 'sequence':
      return node.items.map(measure).reduce(then, { ways: 1, length: 0 });
    case 'choice': {
      const branches = node.branches.map(measure);
      return {
        ways: branches.reduce((sum, { ways }) => sum + ways, 0),
        length: Math.max(...branches.map(({ length }) => length)),
      };
    }
    case 'repeat':
      return measureRepeat(measure(node.item), node.least, node.most);
    case 'group':
      return measure(node.body);
    default:
      return { ways: 1, length: 0 };
  }
}

function then(left: Measure, right: Measure): Measure {
  return { ways: left.ways * right.ways, length: left.length + right.length };
}

function measureRepeat({ ways, length }: Measure, least: number, most: number): Measure {
  if (most === Number.POSITIVE_INFINITY) return { ways: Number.POSITIVE_INFINITY, length: Number.POSITIVE_INFINITY };
  if (ways === 1) return { ways: most - least + 1, length: length * most };
  let sum = 0;
  for (let count = least; count <= most && sum <= mostWays; count += 1) sum += ways ** count;
  return { ways: sum, length: length * most };
}

/** A character of a pattern with the place where it stands. */
interface Position {
  readonly set: CharacterSet | undefined;
  readonly follow: Set<Position>;
}

interface Part {
  readonly first: readonly Position[];
  readonly last: readonly Position[];
  readonly isEmpty: boolean;
}

const mostPositions = 400;

/**
 * Whether at each point of a text at most one character of the pattern can come next (a deterministic Glushkov automaton):
 * the engine then never has two ways to go. A repetition with bounds counts like one without.
 */
function isDeterministic(node: PatternNode): boolean {
  const plan: Plan = { positions: [], isAmbiguous: false };
  const whole = place(node, plan);
  if (plan.isAmbiguous || plan.positions.length > mostPositions) return false;
  return [whole.first, ...plan.positions.map(({ follow }) => [...follow])].every(areDistinct);
}

interface Plan {
  readonly positions: Position[];
  /** One character may follow another in two ways, as in `(a+)+`. */
  isAmbiguous: boolean;
}

function areDistinct(positions: readonly Position[]): boolean {
  return positions.every((position, index) =>
    positions.slice(index + 1).every((other) => !mayOverlap(position.set, other.set)),
  );
}

function place(node: PatternNode, plan: Plan): Part {
  switch (node.kind) {
    case 'character': {
      const position: Position = { set: characterSet(node.source), follow: new Set() };
      plan.positions.push(position);
      return { first: [position], last: [position], isEmpty: false };
    }
    case 'sequence':
      return node.items.map((item) => place(item, plan)).reduce((left, right) => connect(left, right, plan), nothing);
    case 'choice':
      return placeChoice(
        node.branches.map((branch) => place(branch, plan)),
        plan,
      );
    case 'repeat': {
      const part = place(node.item, plan);
      if (node.most > 1) connect(part, part, plan);
      if (node.most > 1 && part.isEmpty) plan.isAmbiguous = true;
      return { ...part, isEmpty: part.isEmpty || node.least === 0 };
    }
    case 'group':
      return place(node.body, plan);
    default:
      return nothing;
  }
}

const nothing: Part = { first: [], last: [], isEmpty: true };

function placeChoice(parts: readonly Part[], plan: Plan): Part {
  if (parts.filter(({ isEmpty }) => isEmpty).length > 1) plan.isAmbiguous = true;
  return {
    first: parts.flatMap(({ first }) => first),
    last: parts.flatMap(({ last }) => last),
    isEmpty: parts.some(({ isEmpty }) => isEmpty),
  };
}

function connect(left: Part, right: Part, plan: Plan): Part {
  for (const position of left.last) {
    for (const next of right.first) {
      if (position.follow.has(next)) plan.isAmbiguous = true;
      position.follow.add(next);
    }
  }
  return {
    first: left.isEmpty ? [...left.first, ...right.first] : left.first,
    last: right.isEmpty ? [...left.last, ...right.last] : right.last,
    isEmpty: left.isEmpty && right.isEmpty,
  };
}
