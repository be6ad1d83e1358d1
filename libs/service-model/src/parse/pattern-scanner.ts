/** Where the translation of a regular expression stands in its text. */
export interface PatternScanner {
  readonly pattern: string;
  at: number;
  /** How many groups were added: each has a name of its own. */
  copies: number;
}

/** Ignore case, `^` and `$` at lines, `.` for all, white space for people. */
export interface PatternFlags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly x: boolean;
}

/** A construct of a dialect that ECMA-262 cannot say. `message` is the construct. */
export class Untranslatable extends TypeError {
  override readonly name = 'Untranslatable';
}

/** `i-s` on top of the flags so far. */
export function parseFlags(letters: string, flags: PatternFlags): PatternFlags {
  const [on = '', off = ''] = letters.split('-');
  const made = { ...flags };
  for (const [text, value] of [
    [on, true],
    [off, false],
  ] as const) {
    for (const letter of text) {
      // `u` and `U` of Java and `a` of Python concern characters beyond ASCII, which patterns here always know.
      if (letter === 'i' || letter === 'm' || letter === 's' || letter === 'x') made[letter] = value;
      else if (letter !== 'u' && letter !== 'a') throw new Untranslatable(`(?${letters})`);
    }
  }
  return made;
}
