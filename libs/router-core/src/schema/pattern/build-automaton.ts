import type { PatternNode } from '@brrt/service-model/pattern';

/** A state of a nondeterministic automaton (Thompson's construction). */
export type State =
  | { readonly kind: 'character'; readonly matcher: number; readonly next: number }
  | { readonly kind: 'split'; readonly next: readonly number[] }
  | { readonly kind: 'assert'; readonly what: 'start' | 'end' | 'boundary' | 'no-boundary'; readonly next: number }
  | { readonly kind: 'accept' };

export interface Automaton {
  readonly states: readonly State[];
  readonly start: number;
  /** Sources of the characters that states match, by number. */
  readonly matchers: readonly string[];
}

/** The automaton of a pattern without backreferences and lookaround. */
export function buildAutomaton(node: PatternNode): Automaton {
  const states: State[] = [{ kind: 'accept' }];
  const matchers: string[] = [];
  const add = (state: State): number => states.push(state) - 1;
  const matcherOf = (source: string): number => {
    const known = matchers.indexOf(source);
    return known >= 0 ? known : matchers.push(source) - 1;
  };
  /** The state from which a part is matched and `next` is reached behind it. */
  const build = (part: PatternNode, next: number): number => {
    switch (part.kind) {
      case 'character':
        return add({ kind: 'character', matcher: matcherOf(part.source), next });
      case 'sequence':
        return part.items.reduceRight((after, item) => build(item, after), next);
      case 'choice':
        return add({ kind: 'split', next: part.branches.map((branch) => build(branch, next)) });
      case 'group':
        return build(part.body, next);
      case 'repeat':
        return buildRepeat(part, next);
      case 'look':
      case 'backreference':
        throw new TypeError(`A pattern with a ${part.kind} has no automaton`);
      default:
        return add({ kind: 'assert', what: part.kind, next });
    }
  };
  const buildRepeat = ({ item, least, most }: PatternNode & { kind: 'repeat' }, next: number): number => {
    let after = next;
    if (most === Number.POSITIVE_INFINITY) {
      const choices: number[] = [];
      const loop = add({ kind: 'split', next: choices });
      choices.push(build(item, loop), next);
      after = loop;
    } else {
      for (let count = least; count < most; count += 1) {
        after = add({ kind: 'split', next: [build(item, after), next] });
      }
    }
    for (let count = 0; count < least; count += 1) after = build(item, after);
    return after;
  };
  return { start: build(node, 0), states, matchers };
}
