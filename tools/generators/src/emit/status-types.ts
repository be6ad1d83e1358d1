/** Types of `status`: literals for codes, what remains of a hundred for ranges, what remains of all for `default`. */
export interface StatusTypes {
  /** `declared`: all of the same operation: exact codes win over ranges (OpenAPI 3.1 §4.8.16), both over `default`. */
  typeOf(status: string, declared: readonly string[]): string;
  /** The aliases that `typeOf` has named. */
  declarations(): string;
}

/** `200`, not `4XX` and not `default`. */
function isStatusCode(status: string): boolean {
  return /^[1-5][0-9]{2}$/.test(status);
}

export function statusTypes(): StatusTypes {
  const aliases = new Map<string, string>();
  return {
    typeOf: (status, declared) => {
      if (isStatusCode(status)) return status;
      const hundred = /^([1-5])XX$/.exec(status)?.[1];
      const base = hundred === undefined ? 'Status' : `Status${hundred}XX`;
      const codes = declared.filter(
        (each) => isStatusCode(each) && (hundred === undefined || each.startsWith(hundred)),
      );
      const ranges = hundred === undefined ? declared.filter((each) => /^[1-5]XX$/.test(each)) : [];
      aliases.set(base, '');
      const excluded = [...codes, ...ranges];
      if (excluded.length === 0) return base;
      const name = `${base}Except${excluded.join('And')}`;
      for (const range of ranges) aliases.set(`Status${range}`, '');
      const types = [...codes, ...ranges.map((range) => `Status${range}`)];
      aliases.set(name, `type ${name} = Exclude<${base}, ${types.join(' | ')}>;\n`);
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
