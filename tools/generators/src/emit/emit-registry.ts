import type { ServiceModel } from '@brrt/service-model';
import { markerOf, registryMarkers } from './read-registry.ts';

/** `handlers/index.ts` of a service without handlers: operations answer from the contract, or are passed on as it says. */
export function emitRegistry({ operations }: Pick<ServiceModel, 'operations'>): string {
  const entries = operations.map((operation) => `  ${operation.name}: ${markerOf(operation)},\n`);
  const object = entries.length === 0 ? '{}' : `{\n${entries.join('')}}`;
  const used = registryMarkers.filter((marker) => operations.some((operation) => markerOf(operation) === marker));
  return `${used.length === 0 ? '' : `import { ${used.join(', ')} } from '@brrt/router-core';\n`}import type { Context } from '../context.ts';
import type { Handlers } from '../generated/handlers.gen.ts';

/** Every operation of the contract. What is \`fromContract\` answers from the contract's examples until a handler is written. */
export const handlers: Handlers<Context> = ${object};
`;
}
