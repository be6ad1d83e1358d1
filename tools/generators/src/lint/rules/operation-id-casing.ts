import type { Oas3Rule } from '@redocly/openapi-core';

const casings: Readonly<Record<string, RegExp>> = {
  snake_case: /^[a-z_][a-z0-9_]*$/,
  camelCase: /^[a-z][A-Za-z0-9]*$/,
  PascalCase: /^[A-Z][A-Za-z0-9]*$/,
  'kebab-case': /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
};

/** `casing` of every `operationId`; `snake_case` is what BRRTRouter asks for. */
export const operationIdCasing: Oas3Rule = ({ casing = 'snake_case' }) => ({
  Operation(operation, { report, location }) {
    const { operationId } = operation;
    const form = Object.hasOwn(casings, casing) ? casings[casing] : undefined;
    if (typeof operationId !== 'string' || form === undefined || form.test(operationId)) return;
    report({
      message: `The operationId "${operationId}" is not in ${casing}`,
      suggest: [recase(operationId, casing)],
      location: location.child(['operationId']),
    });
  },
});

function recase(text: string, casing: string): string {
  const words = text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  if (casing === 'kebab-case') return words.join('-');
  if (casing === 'PascalCase') return words.map(capital).join('');
  if (casing === 'camelCase') return words.map((word, index) => (index === 0 ? word : capital(word))).join('');
  return words.join('_');
}
