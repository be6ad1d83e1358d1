import type { Operation } from '@brrt/service-model';
import { pascalCase } from './code-text.ts';
import { socketTypeName } from './emit-web-socket.ts';
import { fittedList } from './fitted-list.ts';

/** `src/handlers/get-pet.ts`: a first version that compiles and answers 501 until its owner writes the rest, or closes the connection with 1011. */
export function emitHandler({ name, webSocket }: Pick<Operation, 'name' | 'webSocket'>): string {
  const type = pascalCase(name);
  const answer = webSocket === undefined ? `${type}Response` : socketTypeName({ name });
  const types = emitTypeImport([`${type}Request`, answer]);
  const socket = webSocket === undefined ? [] : [`_socket: ${answer}`];
  const parameters = [`_request: ${type}Request`, '_context: Context', ...socket];
  const result = webSocket === undefined ? answer : 'void';
  return `import { NotImplementedError } from '@brrt/router-core';
import type { Context } from '../context.ts';
${types}

${fittedList(parameters, { indent: 0, start: `export async function ${name}(`, end: `): Promise<${result}> {` })}
  throw new NotImplementedError('${name} is not written yet');
}
`;
}

/** `import type { GetPetRequest, GetPetResponse } from …`, for the handler of an operation. */
export function emitTypeImport(types: readonly string[]): string {
  const end = "} from '../generated/handlers.gen.ts';";
  return fittedList(types, { indent: 0, start: 'import type {', end, space: ' ' });
}
