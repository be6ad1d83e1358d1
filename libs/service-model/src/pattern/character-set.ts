/** Ranges of code points, in order, without overlap. */
export type CharacterSet = readonly (readonly [first: number, last: number])[];

const mostCode = 0x10ffff;

const digits: CharacterSet = [[48, 57]];
const words: CharacterSet = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const spaces: CharacterSet = [
  [9, 13],
  [32, 32],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const lineEnds: CharacterSet = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];

const named: Readonly<Record<string, CharacterSet>> = {
  '.': complement(lineEnds),
  '\\d': digits,
  '\\D': complement(digits),
  '\\w': words,
  '\\W': complement(words),
  '\\s': spaces,
  '\\S': complement(spaces),
};

/** The characters that a piece of an expression matches; undefined where only the engine knows, as for `\p{L}`. */
export function characterSet(source: string): CharacterSet | undefined {
  if (!source.startsWith('[')) return Object.hasOwn(named, source) ? named[source] : single(source);
  const isNegated = source.startsWith('[^');
  const members = readMembers(source.slice(isNegated ? 2 : 1, -1));
  if (members === undefined) return undefined;
  const set = normalize(members);
  return isNegated ? complement(set) : set;
}

function single(source: string): CharacterSet | undefined {
  const code = codeOf(source);
  return code === undefined ? undefined : [[code, code]];
}

const memberPattern =
  /\\(?:u\{[0-9a-fA-F]+\}|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[pP]\{[^}]*\}|.)|./gsu;

function readMembers(content: string): CharacterSet | undefined {
  const tokens = content.match(memberPattern) ?? [];
  const ranges: (readonly [number, number])[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? '';
    const set = Object.hasOwn(named, token) && token !== '.' ? named[token] : undefined;
    if (set !== undefined) {
      ranges.push(...set);
      continue;
    }
    const first = codeOf(token);
    if (first === undefined) return undefined;
    const isRange = tokens[at + 1] === '-' && at + 2 < tokens.length;
    const last = isRange ? codeOf(tokens[at + 2] ?? '') : first;
    if (last === undefined) return undefined;
    ranges.push([first, last]);
    if (isRange) at += 2;
  }
  return ranges;
}

const controls: Readonly<Record<string, number>> = {
  '\\t': 9,
  '\\n': 10,
  '\\v': 11,
  '\\f': 12,
  '\\r': 13,
  '\\0': 0,
  '\\b': 8,
};

function codeOf(token: string): number | undefined {
  if (!token.startsWith('\\')) return token.codePointAt(0);
  if (Object.hasOwn(controls, token)) return controls[token];
  const hex = /^\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))$/.exec(token);
  if (hex !== null) return Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '', 16);
  // What is left of the escapes of one character stands for itself.
  return token.length === 2 && !/[A-Za-z0-9]/.test(token.charAt(1)) ? token.charCodeAt(1) : undefined;
}

function normalize(ranges: CharacterSet): CharacterSet {
  const merged: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((left, right) => left[0] - right[0])) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

function complement(set: CharacterSet): CharacterSet {
  const ranges: [number, number][] = [];
  let next = 0;
  for (const [first, last] of normalize(set)) {
    if (first > next) ranges.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= mostCode) ranges.push([next, mostCode]);
  return ranges;
}

/** Whether a character may be in both; unknown sets may hold anything. */
export function mayOverlap(left: CharacterSet | undefined, right: CharacterSet | undefined): boolean {
  if (left === undefined || right === undefined) return true;
  return left.some(([first, last]) => right.some(([other, end]) => first <= end && other <= last));
}
