import { characterSet } from '@brrt/service-model/pattern';
import type { Automaton } from '../schema/pattern/build-automaton.ts';
import { close, edge, type Neighbour, neighbourOf } from '../schema/pattern/run-automaton.ts';
import { automataOf, type Condition } from './pattern-automata.ts';

export interface TextQuestion {
  readonly patterns: readonly string[];
  readonly refused: readonly string[];
  /** In code points. */
  readonly least: number;
  readonly most: number;
}

/** Texts of a language: all of none, or some; undefined where too little is known. */
export interface TextAnswer {
  readonly isEmpty: boolean;
  readonly texts: readonly string[];
}

const mostPlaces = 4_000;
const mostTexts = 12;
/** Longer lengths are not counted. */
const longestCounted = 400;

/** The shortest texts that match some patterns and not others, by walking through all their automata at once. */
export function findTexts(question: TextQuestion): TextAnswer | undefined {
  const conditions = conditionsOf(question);
  if (conditions === undefined) return undefined;
  const alphabet = alphabetOf(conditions);
  return alphabet && walk(conditions, alphabet, question);
}

/** A pattern that asks several things at once cannot be refused by one automaton. */
function conditionsOf({ patterns, refused }: TextQuestion): readonly Condition[] | undefined {
  const asked = patterns.map(automataOf);
  const avoided = refused.map(automataOf);
  const all = [...asked, ...avoided];
  if (all.includes(undefined) || avoided.some((list) => list?.length !== 1)) return undefined;
  return [
    ...asked.flatMap((list) => list ?? []),
    ...avoided.flatMap((list) => (list ?? []).map(({ automaton, holds }) => ({ automaton, holds: !holds }))),
  ];
}

interface Letter {
  readonly text: string;
  readonly neighbour: Neighbour;
  /** By condition, then by matcher. */
  readonly matches: readonly (readonly boolean[])[];
}

/** One character for all that no automaton tells apart; undefined where only the engine knows them. */
function alphabetOf(conditions: readonly Condition[]): readonly Letter[] | undefined {
  const starts = new Set(commonStarts);
  for (const source of conditions.flatMap(({ automaton }) => automaton.matchers)) {
    const set = characterSet(source);
    if (set === undefined) return undefined;
    for (const [first, last] of set) starts.add(first).add(last + 1);
  }
  const expressions = conditions.map(({ automaton }) =>
    automaton.matchers.map((each) => new RegExp(`^(?:${each})$`, 'u')),
  );
  const letters = new Map<string, Letter>();
  for (const code of [...starts].sort(byLooks)) {
    if (code > 0x10ffff) continue;
    const text = String.fromCodePoint(code);
    const neighbour = neighbourOf(text);
    const matches = expressions.map((list) => list.map((expression) => expression.test(text)));
    const key = `${neighbour}${matches.flat().map(Number).join('')}`;
    if (!letters.has(key)) letters.set(key, { text, neighbour, matches });
  }
  return [...letters.values()];
}

/** Where the sets of word characters begin and end; letters and digits first, as they are readable. */
const commonStarts = [0, 48, 58, 65, 91, 95, 96, 97, 123, 0xd800, 0xe000];

function byLooks(one: number, other: number): number {
  return looks(one) - looks(other) || one - other;
}

function looks(code: number): number {
  if ((code >= 97 && code < 123) || (code >= 48 && code < 58)) return 0;
  if (code > 32 && code < 127) return 1;
  return code >= 0xd800 && code < 0xe000 ? 3 : 2;
}

/** Of one automaton: states it can be in, or that it has found its match. */
type Stand = { readonly kernel: readonly number[]; readonly before: Neighbour } | 'matched';

interface Place {
  readonly stands: readonly Stand[];
  readonly length: number;
  readonly text: string;
}

function walk(
  conditions: readonly Condition[],
  alphabet: readonly Letter[],
  question: TextQuestion,
): TextAnswer | undefined {
  const least = Math.min(question.least, longestCounted);
  const isBounded = question.most <= longestCounted;
  const cap = isBounded ? question.most + 1 : least;
  const first: Place = { stands: conditions.map(() => ({ kernel: [], before: edge })), length: 0, text: '' };
  const seen = new Set<string>([keyOf(first, cap)]);
  const queue = [first];
  const texts: string[] = [];
  for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
    if (isBounded && place.length > question.most) continue;
    if (place.length >= least && accepts(place, conditions)) texts.push(place.text);
    if (texts.length >= mostTexts) break;
    for (const letter of alphabet) {
      const next = step(place, conditions, letter);
      if (next === undefined || seen.has(keyOf(next, cap))) continue;
      seen.add(keyOf(next, cap));
      queue.push(next);
    }
    if (seen.size > mostPlaces) return texts.length > 0 ? { isEmpty: false, texts } : undefined;
  }
  return { isEmpty: texts.length === 0, texts };
}

function keyOf({ stands, length }: Place, cap: number): string {
  const parts = stands.map((stand) => (stand === 'matched' ? '!' : `${stand.before}:${stand.kernel.join()}`));
  return `${Math.min(length, cap)}|${parts.join('|')}`;
}

/** Undefined: no text that goes on from here is one. */
function step(place: Place, conditions: readonly Condition[], letter: Letter): Place | undefined {
  const stands: Stand[] = [];
  for (const [at, { automaton, holds }] of conditions.entries()) {
    const stand = advance(place.stands[at] ?? 'matched', { automaton, letter, matches: letter.matches[at] ?? [] });
    if (stand === 'matched' && !holds) return undefined;
    stands.push(stand);
  }
  return { stands, length: place.length + 1, text: place.text + letter.text };
}

interface Move {
  readonly automaton: Automaton;
  readonly letter: Letter;
  readonly matches: readonly boolean[];
}

function advance(stand: Stand, { automaton, letter, matches }: Move): Stand {
  if (stand === 'matched') return stand;
  const reached = close(automaton, stand, letter.neighbour);
  if (reached === undefined) return 'matched';
  const kernel = new Set<number>();
  for (const state of reached) {
    if (state.kind === 'character' && matches[state.matcher] === true) kernel.add(state.next);
  }
  return { kernel: [...kernel].sort((one, other) => one - other), before: letter.neighbour };
}

function accepts({ stands }: Place, conditions: readonly Condition[]): boolean {
  return conditions.every(({ automaton, holds }, at) => {
    const stand = stands[at] ?? 'matched';
    return (stand === 'matched' || close(automaton, stand, edge) === undefined) === holds;
  });
}
