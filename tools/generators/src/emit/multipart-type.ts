import { multipartPlan, partsView } from '@brrt/router-core/body';
import type { JsonSchema, MediaType } from '@brrt/service-model';
import { uploadedFile } from './build-type.ts';
import type { OperationTypes } from './emit-request.ts';

/** Of a multipart body as a handler reads it: as its schema says, but parts that carry octets are files. */
export function multipartType(media: MediaType, context: OperationTypes): string {
  const contract = { schemas: context.schemas };
  const plan = multipartPlan(media, contract);
  if (plan === 'octets') return context.names.use('OctetStream');
  const view = partsView(media, { contract, file: uploadedFile });
  if (plan !== 'items') return typeOf(view.schema, context);
  return `AsyncIterable<${typeOf(view.itemSchema, context)}>`;
}

function typeOf(schema: JsonSchema | undefined, { types, names }: OperationTypes): string {
  if (JSON.stringify(schema ?? true).includes(JSON.stringify(uploadedFile.$ref))) names.use('UploadedFile');
  return types.typeOf(schema ?? true, 'request', '  ');
}
