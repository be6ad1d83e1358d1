const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
/** What `\w` matches. */
export const word: string = `${lower}${lower.toUpperCase()}${digits}_`;

/** Printable ASCII, letters first. */
export const printable: string = `${word} !"#$%&'()*+,-./:;<=>?@[\\]^\`{|}~`;

const escapes: Readonly<Record<string, string>> = {
  d: digits,
  D: lower,
  w: word,
  W: ' -',
  s: ' ',
  S: word,
  t: '\t',
  n: '\n',
  r: '\r',
  f: '\f',
  v: '\v',
  0: '\0',
};

/** The characters that an escape at the start of `text` stands for, and how long it is. */
export function readEscaped(text: string): { readonly length: number; readonly characters: readonly string[] } {
  const code = /^\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))/.exec(text);
  if (code !== null) {
    const point = Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '61', 16);
    return { length: code[0].length, characters: [String.fromCodePoint(Math.min(point, 0x10ffff))] };
  }
  const name = text[1] ?? '';
  const known = Object.hasOwn(escapes, name) ? escapes[name] : undefined;
  return { length: 1 + Math.max(1, name.length), characters: known === undefined ? [name] : [...known] };
}

const known = new Map<string, readonly string[]>();
const enough = 64;
/** Where letters, marks and pictures end; beyond are rare ideographs and private use. */
const lastPoint = 0x1fbff;

/** Some characters of a Unicode property (`\p{Lu}`), printable ASCII where there are any. */
export function charactersOfProperty(property: string, isNegated: boolean): readonly string[] {
  const key = `${isNegated}${property}`;
  const found = known.get(key) ?? findCharacters(property, isNegated);
  known.set(key, found);
  return found;
}

function findCharacters(property: string, isNegated: boolean): readonly string[] {
  const test = compile(property, isNegated);
  if (test === undefined) return [...lower];
  const plain = [...printable].filter((character) => test.test(character));
  if (plain.length > 0) return plain;
  const found: string[] = [];
  for (let point = 0x80; point <= lastPoint && found.length < enough; point += 1) {
    const character = String.fromCodePoint(point);
    if (character.isWellFormed() && test.test(character)) found.push(character);
  }
  return found;
}

function compile(property: string, isNegated: boolean): RegExp | undefined {
  try {
    return new RegExp(`\\${isNegated ? 'P' : 'p'}{${property}}`, 'u');
  } catch {
    return undefined;
  }
}
