import { buildContent } from './build-content.ts';
import type { BuildContext } from './build-context.ts';
import { booleanField, definedFields, fieldOf, stringField } from './fields.ts';
import type { JsonObject } from './json.ts';
import { resolveObject } from './resolve-object.ts';
import type { RequestBody } from './service-model.ts';

/** OpenAPI 3.1 §4.8.13. */
export function buildRequestBody(operation: JsonObject, context: BuildContext): RequestBody | undefined {
  const body = resolveObject(fieldOf(operation, 'requestBody'), context);
  if (body === undefined) return undefined;
  return {
    ...definedFields<Pick<RequestBody, 'description'>>({ description: stringField(body, 'description') }),
    required: booleanField(body, 'required') ?? false,
    content: buildContent(body, context),
    source: context.sources.locate(operation, 'requestBody'),
  };
}
