/** Set by whatever gets out of the place where text of a contract belongs. */
export const planted = '__brrtPlanted';

const run = `globalThis.${planted}=1`;

/** Each ends some context that a careless generator puts text into, then runs code or changes what code means. */
const breakouts: readonly string[] = [
  `*/ ${run}; /*`,
  `\n */\n${run};\n/**`,
  `"; ${run}; //`,
  `'; ${run}; //`,
  `\`; ${run}; //`,
  `\${${run}}`,
  `\\"; ${run}; //`,
  `\\u0022; ${run}; //`,
  `\\\${${run}}`,
  `\u2028${run};//`,
  `\u2029${run};//`,
  `\r\n${run};\r\n//`,
  `\r${run};\r//`,
  `// ${run}`,
  `# ${run}`,
  `}; ${run}; const x = {`,
  `)) { ${run} } if ((1`,
  `]; ${run}; [`,
  `: ${run} ? 0`,
  `, [${run}]: `,
  `(() => { ${run} })()`,
  `" + (${run}) + "`,
  `", (${run}), "`,
  `</script><script>${run}</script>`,
  `<!-- ${run} -->`,
  `//# sourceMappingURL=data:application/json,{}`,
  '@ts-nocheck',
  '@ts-ignore @ts-expect-error @jsx',
  '/// <reference path="/etc/passwd" />',
  "import('node:fs')",
  `\u202e${run}\u2066`,
  `\u0000${run}\u0007\u001b[31m\u009b2J`,
  `\ud800${run}\udc00`,
  `\ufeff${run}\u200b`,
  `- ${run}`,
  `: {a: b} #`,
  '&anchor *alias !tag %directive @at',
  `\${HOME} \${PATH:-x} $\${HOME}`,
  '"__proto__":',
  'a"__proto__',
  '|\n  x: y',
  `${'long '.repeat(400)}*/ ${run}`,
  `(?<a>${run})|[^"'\`]*$`,
];

/** Names that mean something to JavaScript. */
const names: readonly string[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'then', 'default', 'eval'],
  ...['arguments', 'globalThis', 'process', 'import', 'new', 'Object', 'Array', 'Promise', 'Record', 'Function'],
  ...['contract', 'createClient', 'schemas', 'handlers', 'fromContract', 'Handler', 'Handlers', 'components', 'Status'],
];

/** A text, and a harmless one of the same kind: what is emitted for the two differs in names and literals only. */
export const hostileTexts: readonly (readonly [hostile: string, harmless: string])[] = [
  ...breakouts.map((text) => [text, harmlessText(text)] as const),
  // What every object inherits is looked up in another way.
  ...names.map((name) => [name, name in Object.prototype ? 'isPrototypeOf' : 'harmless'] as const),
];

function harmlessText(text: string): string {
  // As a media type, one has a star in it.
  return text.includes('*') ? 'harmless * text' : 'harmless text';
}
