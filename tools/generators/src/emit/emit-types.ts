import type { ServiceModel } from '@brrt/service-model';
import { requestSchemas } from './contract-subset.ts';
import { generatedHeader } from './generated-header.ts';
import { schemaAliases } from './schema-aliases.ts';
import type { SchemaTypes } from './schema-types.ts';

/** `types.gen.ts`: the schemas of the contract, each also under its own name where that is possible. */
export function emitTypes(model: ServiceModel, types: SchemaTypes): string {
  const inputs = requestSchemas(model.operations);
  return `${generatedHeader}${types.declarations(inputs)}\n\n${schemaAliases(types.typeNames(inputs))}`;
}
