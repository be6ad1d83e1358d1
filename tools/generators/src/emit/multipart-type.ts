import { multipartPlan, partsView } from '@brrt/router-core/body';
import type { JsonSchema, MediaType } from '@brrt/service-model';
import { importedTypes, sentFile, sentPart, uploadedFile } from './build-type.ts';
import type { Direction } from './directional-schemas.ts';
import type { OperationTypes } from './emit-request.ts';

/** Of a multipart body as it is received: as its schema says, but parts that carry octets are files. Undefined: octets. */
export function multipartType(media: MediaType, direction: Direction, context: OperationTypes): string | undefined {
  const contract = { schemas: context.schemas };
  const plan = multipartPlan(media, contract);
  if (plan === 'octets') return undefined;
  const view = partsView(media, { contract, file: uploadedFile });
  if (plan !== 'items') return typeOf(view.schema, direction, context);
  return `AsyncIterable<${typeOf(view.itemSchema, direction, context)}>`;
}

/** As it is sent: octets in every form, and where a part has headers, with those. Undefined: octets. */
export function sentMultipartType(media: MediaType, direction: Direction, context: OperationTypes): string | undefined {
  const contract = { schemas: context.schemas };
  const plan = multipartPlan(media, contract);
  if (plan === 'octets') return undefined;
  const view = partsView(media, { contract, file: sentFile, withHeaders: sentPart });
  if (plan !== 'items') return typeOf(view.schema, direction, context);
  const item = typeOf(view.itemSchema, direction, context);
  return `Iterable<${item}> | AsyncIterable<${item}>`;
}

function typeOf(schema: JsonSchema | undefined, direction: Direction, { types, names }: OperationTypes): string {
  const text = JSON.stringify(schema ?? true);
  for (const [reference, name] of Object.entries(importedTypes)) {
    if (text.includes(`"$ref":${JSON.stringify(reference)}`)) names.use(name);
  }
  return types.typeOf(schema ?? true, direction, '  ');
}
