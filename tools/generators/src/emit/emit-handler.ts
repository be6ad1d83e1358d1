import { pascalCase } from './code-text.ts';

/** `src/handlers/get-pet.ts`: a first version that compiles and answers 501 until its owner writes the rest. */
export function emitHandler(name: string): string {
  const type = pascalCase(name);
  const types = fitted(
    'import type {',
    [`${type}Request`, `${type}Response`],
    "} from '../generated/handlers.gen.ts';",
    ' ',
  );
  const parameters = [`_request: ${type}Request`, '_context: Context'];
  return `import { NotImplementedError } from '@brrt/router-core';
import type { Context } from '../context.ts';
${types}

${fitted(`export async function ${name}(`, parameters, `): Promise<${type}Response> {`, '')}
  throw new NotImplementedError('${name} is not written yet');
}
`;
}

/** A list on one line where it fits, else one element per line, as the formatter would have it. */
function fitted(start: string, elements: readonly string[], end: string, space: string): string {
  const line = `${start}${space}${elements.join(', ')}${space}${end}`;
  return line.length <= 120 ? line : `${start}\n${elements.map((element) => `  ${element},\n`).join('')}${end}`;
}
