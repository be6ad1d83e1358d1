import type { Operation } from '@brrt/service-model';
import { pascalCase } from './code-text.ts';
import { socketTypeName } from './emit-web-socket.ts';

/** `src/handlers/get-pet.ts`: a first version that compiles and answers 501 until its owner writes the rest, or closes the connection with 1011. */
export function emitHandler({ name, webSocket }: Pick<Operation, 'name' | 'webSocket'>): string {
  const type = pascalCase(name);
  const answer = webSocket === undefined ? `${type}Response` : socketTypeName({ name });
  const types = fitted('import type {', [`${type}Request`, answer], "} from '../generated/handlers.gen.ts';", ' ');
  const socket = webSocket === undefined ? [] : [`_socket: ${answer}`];
  const parameters = [`_request: ${type}Request`, '_context: Context', ...socket];
  const result = webSocket === undefined ? answer : 'void';
  return `import { NotImplementedError } from '@brrt/router-core';
import type { Context } from '../context.ts';
${types}

${fitted(`export async function ${name}(`, parameters, `): Promise<${result}> {`, '')}
  throw new NotImplementedError('${name} is not written yet');
}
`;
}

/** A list on one line where it fits, else one element per line, as the formatter would have it. */
function fitted(start: string, elements: readonly string[], end: string, space: string): string {
  const line = `${start}${space}${elements.join(', ')}${space}${end}`;
  return line.length <= 120 ? line : `${start}\n${elements.map((element) => `  ${element},\n`).join('')}${end}`;
}
