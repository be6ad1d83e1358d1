import { type PatternNode, sizeOf } from './pattern-node.ts';
import type { Random } from './random.ts';

/** Longer texts are not written. */
const mostCharacters = 100_000;

interface Writing {
  readonly random: Random;
  /** What groups have matched, by number and name. */
  readonly captures: Map<string, string>;
  text: string;
}

/**
 * A text of about `length` characters that a pattern probably matches. Assertions are followed where that is easy, so
 * the caller tests what comes out.
 */
export function writePattern(node: PatternNode, length: number, random: Random): string {
  const writing: Writing = { random, captures: new Map(), text: '' };
  write(node, Math.min(length, mostCharacters), writing);
  return writing.text;
}

type Writer<Kind extends PatternNode['kind']> = (
  node: Extract<PatternNode, { readonly kind: Kind }>,
  length: number,
  writing: Writing,
) => void;

const nothing = (): void => undefined;

const writers: { readonly [Kind in PatternNode['kind']]: Writer<Kind> } = {
  set({ characters: [first, ...others] }, _length, writing) {
    if (first !== undefined) writing.text += writing.random.pick([first, ...others]);
  },
  sequence: ({ parts }, length, writing) => writeSequence(parts, length, writing),
  choice: ({ options }, length, writing) => writeChoice(options, length, writing),
  repeat: writeRepeat,
  group({ part, number, name }, length, writing) {
    const start = writing.text.length;
    write(part, length, writing);
    const matched = writing.text.slice(start);
    writing.captures.set(String(number), matched);
    if (name !== undefined) writing.captures.set(name, matched);
  },
  reference({ group }, _length, writing) {
    writing.text += writing.captures.get(group) ?? '';
  },
  behind({ part }, _length, writing) {
    const ending = writePattern(part, sizeOf(part).minimum, writing.random);
    const start = writing.text.length - ending.length;
    if (start >= 0) writing.text = writing.text.slice(0, start) + ending;
  },
  ahead: nothing,
  start: nothing,
  end: nothing,
};

function write(node: PatternNode, length: number, writing: Writing): void {
  // The cast: a node of a kind is what the writer of the kind takes.
  (writers[node.kind] as Writer<PatternNode['kind']>)(node, length, writing);
}

/** Every part gets its least; what is left over goes to parts that can take it, at random. */
function writeSequence(parts: readonly PatternNode[], length: number, writing: Writing): void {
  const sizes = parts.map(sizeOf);
  let spare = Math.max(0, length - sizes.reduce((total, { minimum }) => total + minimum, 0));
  const lengths = sizes.map(({ minimum }) => minimum);
  const elastic = sizes.flatMap(({ minimum, maximum }, index) => (maximum > minimum ? [index] : []));
  for (const [place, index] of elastic.entries()) {
    const size = sizes[index];
    if (size === undefined || spare === 0) break;
    const isLast = place === elastic.length - 1;
    const room = Math.min(spare, size.maximum - size.minimum);
    const others = elastic.slice(place + 1).reduce((total, other) => total + roomOf(sizes[other]), 0);
    // Parts that come later may not have room for all that is left.
    const least = Math.max(0, Math.min(room, spare - others));
    const taken = isLast ? room : writing.random.integer(least, room);
    lengths[index] = size.minimum + taken;
    spare -= taken;
  }
  for (const [index, part] of parts.entries()) write(part, lengths[index] ?? 0, writing);
}

function roomOf(size: { readonly minimum: number; readonly maximum: number } | undefined): number {
  return size === undefined ? 0 : Math.min(size.maximum - size.minimum, mostCharacters);
}

/** One of the options that can have the length, else of those that come nearest. */
function writeChoice(options: readonly [PatternNode, ...PatternNode[]], length: number, writing: Writing): void {
  const distances = options.map((option) => {
    const { minimum, maximum } = sizeOf(option);
    return Math.max(minimum - length, length - maximum, 0);
  });
  const least = Math.min(...distances);
  const [first = options[0], ...others] = options.filter((_, index) => distances[index] === least);
  write(writing.random.pick([first, ...others]), length, writing);
}

function writeRepeat(
  { part, minimum, maximum }: Extract<PatternNode, { readonly kind: 'repeat' }>,
  length: number,
  writing: Writing,
): void {
  const size = sizeOf(part);
  if (size.maximum === 0) return;
  const fewest = Math.max(minimum, size.maximum === Infinity ? 1 : Math.ceil(length / size.maximum));
  const most = size.minimum === 0 ? fewest : Math.floor(length / size.minimum);
  const count = Math.min(
    maximum,
    length === 0 ? minimum : Math.max(minimum, writing.random.integer(Math.min(fewest, most), most)),
  );
  let left = length;
  for (let index = 0; index < count; index += 1) {
    const behind = count - index - 1;
    const least = Math.max(size.minimum, left - behind * size.maximum);
    const greatest = Math.min(size.maximum, left - behind * size.minimum);
    const own = behind === 0 ? greatest : writing.random.integer(Math.min(least, greatest), greatest);
    write(part, Math.max(size.minimum, own), writing);
    left -= own;
  }
}
