import {
  automatonSize,
  classifyPattern,
  type PatternNode,
  parsePattern,
  withoutEdgeLooks,
} from '@brrt/service-model/pattern';
import { type Automaton, buildAutomaton } from '../schema/pattern/build-automaton.ts';

/** A condition on a text: an automaton has to find a match in it, or must not. */
export interface Condition {
  readonly automaton: Automaton;
  readonly holds: boolean;
}

/** Larger ones are too much to compare, and are given up by the validator on long texts. */
const mostStates = 300;

const known = new Map<string, readonly Condition[] | undefined>();
const mostKnown = 5_000;

/** What a pattern asks of a text, all of it together; undefined where that is no matter of automata. */
export function automataOf(pattern: string): readonly Condition[] | undefined {
  if (known.has(pattern)) return known.get(pattern);
  if (known.size >= mostKnown) known.clear();
  const node = parsePattern(pattern);
  const made = node === undefined || classifyPattern(pattern) === 'unknown' ? undefined : conditionsOf(node);
  known.set(pattern, made);
  return made;
}

function conditionsOf(node: PatternNode): readonly Condition[] | undefined {
  if (automatonSize(node) > mostStates) return undefined;
  const { core, ahead, behind } = withoutEdgeLooks(node);
  const parts: readonly (readonly [PatternNode, boolean])[] = [
    [core, true],
    ...ahead.map(({ body, isNegated }) => [sequence({ kind: 'start' }, body), !isNegated] as const),
    ...behind.map(({ body, isNegated }) => [sequence(body, { kind: 'end' }), !isNegated] as const),
  ];
  if (!parts.every(([part]) => isRegular(part))) return undefined;
  return parts.map(([part, holds]) => ({ automaton: buildAutomaton(part), holds }));
}

function sequence(...items: readonly PatternNode[]): PatternNode {
  return { kind: 'sequence', items };
}

function isRegular(node: PatternNode): boolean {
  switch (node.kind) {
    case 'sequence':
      return node.items.every(isRegular);
    case 'choice':
      return node.branches.every(isRegular);
    case 'repeat':
      return isRegular(node.item);
    case 'group':
      return isRegular(node.body);
    default:
      return node.kind !== 'look' && node.kind !== 'backreference';
  }
}
