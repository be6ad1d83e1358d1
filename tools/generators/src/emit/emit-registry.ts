import type { ServiceModel } from '@brrt/service-model';

/** `handlers/index.ts` of a service without handlers: every operation answers from the contract. */
export function emitRegistry({ operations }: Pick<ServiceModel, 'operations'>): string {
  const entries = operations.map(({ name }) => `  ${name}: fromContract,\n`);
  const object = entries.length === 0 ? '{}' : `{\n${entries.join('')}}`;
  return `${entries.length === 0 ? '' : "import { fromContract } from '@brrt/router-core';\n"}import type { Context } from '../context.ts';
import type { Handlers } from '../generated/handlers.gen.ts';

/** Every operation of the contract. What is \`fromContract\` answers from the contract's examples until a handler is written. */
export const handlers: Handlers<Context> = ${object};
`;
}
