import type { ServiceModel } from '@brrt/service-model';
import { emitContract } from './emit-contract.ts';
import { emitHandlers } from './emit-handlers.ts';
import { emitTypes } from './emit-types.ts';
import type { EmittedFile } from './emitted-file.ts';
import { schemaTypes } from './schema-types.ts';

export interface GeneratedFor {
  readonly service: string;
  /** Digest of the contract that the generator took over; undefined when people wrote it. */
  readonly taken?: string | undefined;
}

/** Everything under `src/generated` of a service that its own contract determines; clients come from other contracts. */
export function emitGenerated(model: ServiceModel, { service, taken }: GeneratedFor): readonly EmittedFile[] {
  const types = schemaTypes(model.schemas, { prefix: 'schemas.' });
  return [
    { path: 'src/generated/types.gen.ts', text: emitTypes(model, types), owner: 'generator' },
    { path: 'src/generated/handlers.gen.ts', text: emitHandlers(model, types), owner: 'generator' },
    { path: 'src/generated/contract.gen.ts', text: emitContract(service, taken), owner: 'generator' },
  ];
}
