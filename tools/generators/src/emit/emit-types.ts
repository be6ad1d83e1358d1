import type { ServiceModel } from '@brrt/service-model';
import { withoutTrailingBlanks } from './code-text.ts';
import { requestSchemas } from './contract-subset.ts';
import { callbackAnswerSchemas } from './emit-callbacks.ts';
import { generatedHeader } from './generated-header.ts';
import type { SchemaTypes } from './schema-types.ts';

/** `types.gen.ts`: a type for every schema of the contract. Nothing but they has a name there. */
export function emitTypes(model: ServiceModel, types: SchemaTypes): string {
  const declarations = types.declarations([
    ...requestSchemas(model.operations),
    ...callbackAnswerSchemas(model.operations, model.webhooks),
  ]);
  return withoutTrailingBlanks(`${generatedHeader}${declarations === '' ? 'export {};\n' : declarations}`);
}
