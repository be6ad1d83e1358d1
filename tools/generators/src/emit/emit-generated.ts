import type { ServiceModel } from '@brrt/service-model';
import { emitContract } from './emit-contract.ts';
import { emitHandlers } from './emit-handlers.ts';
import { emitTypes } from './emit-types.ts';
import type { EmittedFile } from './emitted-file.ts';
import { schemaTypes } from './schema-types.ts';

/** Everything under `src/generated` of a service that its own contract determines; clients come from other contracts. */
export function emitGenerated(model: ServiceModel, { service }: { readonly service: string }): readonly EmittedFile[] {
  const types = schemaTypes(model.schemas);
  return [
    { path: 'src/generated/types.gen.ts', text: emitTypes(model, types), owner: 'generator' },
    { path: 'src/generated/handlers.gen.ts', text: emitHandlers(model, types), owner: 'generator' },
    { path: 'src/generated/contract.gen.ts', text: emitContract(service), owner: 'generator' },
  ];
}
