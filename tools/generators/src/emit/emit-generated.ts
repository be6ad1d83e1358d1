import type { ServiceModel } from '@brrt/service-model';
import { type ContractChoices, emitContract } from './emit-contract.ts';
import { emitHandlers } from './emit-handlers.ts';
import { emitSenders, hasSenders, sendersFile } from './emit-senders.ts';
import { emitTypes } from './emit-types.ts';
import type { EmittedFile } from './emitted-file.ts';
import { schemaTypes } from './schema-types.ts';

export interface GeneratedFor extends ContractChoices {
  readonly service: string;
}

/** Everything under `src/generated` of a service that its own contract determines; clients come from other contracts. */
export function emitGenerated(model: ServiceModel, { service, ...choices }: GeneratedFor): readonly EmittedFile[] {
  const types = schemaTypes(model.schemas, { prefix: 'schemas.' });
  return [
    { path: 'src/generated/types.gen.ts', text: emitTypes(model, types), owner: 'generator' },
    { path: 'src/generated/handlers.gen.ts', text: emitHandlers(model, types), owner: 'generator' },
    { path: 'src/generated/contract.gen.ts', text: emitContract(service, choices), owner: 'generator' },
    ...(hasSenders(model) ? [{ path: sendersFile, text: emitSenders(model), owner: 'generator' } as const] : []),
  ];
}
