import { pascalCase } from './code-text.ts';

/** `src/handlers/get-pet.ts`: a first version that compiles and answers 501 until its owner writes the rest. */
export function emitHandler({ name, file }: { readonly name: string; readonly file: string }): string {
  const type = pascalCase(name);
  return `import { NotImplementedError } from '@brrt/router-core';
import type { Context } from '../context.ts';
import type { ${type}Request, ${type}Response } from '../generated/handlers.gen.ts';

export async function ${name}(_request: ${type}Request, _context: Context): Promise<${type}Response> {
  throw new NotImplementedError('${file} has no code yet');
}
`;
}
