/** Types of `status`: literals for codes, what remains of a hundred for ranges, what remains of all for `default`. */
export interface StatusTypes {
  /** `codes`: the exact codes that the same operation declares, which win over ranges (OpenAPI 3.1 §4.8.16). */
  typeOf(status: string, codes: readonly string[], ranges?: readonly string[]): string;
  /** The aliases that `typeOf` has named. */
  declarations(): string;
}

/** `200`, not `4XX` and not `default`. */
export function isStatusCode(status: string): boolean {
  return /^[1-5][0-9]{2}$/.test(status);
}

export function statusTypes(): StatusTypes {
  const aliases = new Map<string, string>();
  return {
    typeOf: (status, codes) => {
      if (isStatusCode(status)) return status;
      const hundred = /^([1-5])XX$/.exec(status)?.[1];
      const base = hundred === undefined ? 'Status' : `Status${hundred}XX`;
      const excluded = hundred === undefined ? codes : codes.filter((code) => code.startsWith(hundred));
      aliases.set(base, '');
      if (excluded.length === 0) return base;
      const name = `${base}Except${excluded.join('And')}`;
      aliases.set(name, `type ${name} = Exclude<${base}, ${excluded.join(' | ')}>;\n`);
      return name;
    },
    declarations: () => (aliases.size === 0 ? '' : `${baseDeclarations(aliases)}${[...aliases.values()].join('')}`),
  };
}

function baseDeclarations(aliases: ReadonlyMap<string, string>): string {
  const ranges = ['1', '2', '3', '4', '5'].filter(
    (hundred) => aliases.has(`Status${hundred}XX`) || (aliases.has('Status') && hundred !== '1'),
  );
  const lines = ranges.map((hundred) => `type Status${hundred}XX = AsNumber<\`${hundred}\${Digit}\${Digit}\`>;\n`);
  const all = aliases.has('Status')
    ? `type Status = ${ranges
        .filter((hundred) => hundred !== '1')
        .map((hundred) => `Status${hundred}XX`)
        .join(' | ')};\n`
    : '';
  return `type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type AsNumber<Text extends string> = Text extends \`\${infer Value extends number}\` ? Value : never;
${lines.join('')}${all}`;
}
