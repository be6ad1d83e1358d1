import type { Automaton, State } from './build-automaton.ts';

/** Decides whether a text contains a match, in time linear in the text. */
export interface AutomatonRun {
  test(text: string): boolean;
}

/** What stands before and behind a place in a text, as far as assertions ask. */
export const edge = 0;
const other = 1;
const word = 2;

export type Neighbour = typeof edge | typeof other | typeof word;

/** What a character is to the places beside it. */
export function neighbourOf(text: string): Neighbour {
  return isWord.test(text) ? word : other;
}

const isWord = /^\w$/;

/** Sets of states in which the automaton can be, and where each class of characters leads from there. */
interface Node {
  readonly kernel: readonly number[];
  readonly before: Neighbour;
  /** By class of the next character; undefined: not known yet. */
  readonly next: (Node | typeof matched | undefined)[];
  atEnd: boolean | undefined;
}

const matched = 'matched';
/** Beyond these the tables are begun anew: time stays linear, memory bounded. */
const mostNodes = 400;
const mostCharacters = 2_048;

interface CharacterClass {
  readonly index: number;
  readonly matches: readonly boolean[];
  readonly neighbour: Neighbour;
}

export function createAutomatonRun(automaton: Automaton): AutomatonRun {
  const classify = createClassifier(automaton);
  const nodes = new Map<string, Node>();
  const nodeOf = (kernel: readonly number[], before: Neighbour): Node => {
    const key = `${before}:${kernel.join(',')}`;
    const known = nodes.get(key);
    if (known !== undefined) return known;
    if (nodes.size >= mostNodes) nodes.clear();
    const made: Node = { kernel, before, next: [], atEnd: undefined };
    nodes.set(key, made);
    return made;
  };
  const step = (node: Node, character: CharacterClass): Node | typeof matched => {
    const reached = close(automaton, node, character.neighbour);
    if (reached === undefined) return matched;
    const kernel = new Set<number>();
    for (const state of reached) {
      if (state.kind === 'character' && character.matches[state.matcher] === true) kernel.add(state.next);
    }
    return nodeOf(
      [...kernel].sort((left, right) => left - right),
      character.neighbour,
    );
  };
  return {
    test(text) {
      let node = nodeOf([], edge);
      for (let at = 0; at < text.length; at += 1) {
        const code = text.codePointAt(at) ?? 0;
        if (code > 0xffff) at += 1;
        const character = classify(code);
        const next = node.next[character.index] ?? step(node, character);
        node.next[character.index] = next;
        if (next === matched) return true;
        node = next;
      }
      node.atEnd ??= close(automaton, node, edge) === undefined;
      return node.atEnd;
    },
  };
}

/**
 * The states that are reached without a character; undefined when the end of the pattern is among them. A match may begin
 * anywhere, so the start is reached everywhere.
 */
export function close(
  { states, start }: Automaton,
  { kernel, before }: Pick<Node, 'kernel' | 'before'>,
  behind: Neighbour,
): readonly State[] | undefined {
  const seen = new Set<number>();
  const reached: State[] = [];
  const pending = [...kernel, start];
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    if (seen.has(index)) continue;
    seen.add(index);
    const state = states[index];
    if (state === undefined) continue;
    if (state.kind === 'accept') return undefined;
    if (state.kind === 'character') reached.push(state);
    else if (state.kind === 'split') pending.push(...state.next);
    else if (holds(state.what, before, behind)) pending.push(state.next);
  }
  return reached;
}

function holds(what: 'start' | 'end' | 'boundary' | 'no-boundary', before: Neighbour, behind: Neighbour): boolean {
  if (what === 'start') return before === edge;
  if (what === 'end') return behind === edge;
  return ((before === word) !== (behind === word)) === (what === 'boundary');
}

/** Characters that no part of a pattern tells apart are of one class. */
function createClassifier({ matchers }: Automaton): (code: number) => CharacterClass {
  const expressions = matchers.map((source) => new RegExp(`^(?:${source})$`, 'u'));
  const classes = new Map<string, CharacterClass>();
  const known = new Map<number, CharacterClass>();
  const ascii: (CharacterClass | undefined)[] = [];
  const make = (code: number): CharacterClass => {
    const text = String.fromCodePoint(code);
    const matches = expressions.map((expression) => expression.test(text));
    const neighbour = neighbourOf(text);
    const key = `${neighbour}${matches.map(Number).join('')}`;
    const made = classes.get(key) ?? { index: classes.size, matches, neighbour };
    classes.set(key, made);
    return made;
  };
  return (code) => {
    if (code < 128) {
      ascii[code] ??= make(code);
      return ascii[code];
    }
    let found = known.get(code);
    if (found === undefined) {
      found = make(code);
      if (known.size >= mostCharacters) known.clear();
      known.set(code, found);
    }
    return found;
  };
}
