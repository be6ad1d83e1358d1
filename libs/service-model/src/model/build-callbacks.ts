import type { BuildContext } from './build-context.ts';
import { buildParameters } from './build-parameters.ts';
import { buildRequestBody } from './build-request-body.ts';
import { buildResponses } from './build-response.ts';
import { definedFields, objectField } from './fields.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { operationsOf } from './path-item-operations.ts';
import { resolveObject } from './resolve-object.ts';
import type { Callback } from './service-model.ts';

/** The `callbacks` of an operation: name → runtime expression → path item (OpenAPI 3.1 §4.8.18). */
export function buildCallbacks(operation: JsonObject, context: BuildContext): readonly Callback[] {
  return Object.entries(objectField(operation, 'callbacks') ?? {}).flatMap(([name, value]) => {
    const callback = resolveObject(value, context) ?? {};
    const expressions = Object.entries(callback).filter(([expression]) => !expression.startsWith('x-'));
    return expressions.flatMap(([expression, pathItem]) => buildRequests({ name, expression }, pathItem, context));
  });
}

/** The `webhooks` of a document (OpenAPI 3.1 §4.8.1). */
export function buildWebhooks(document: JsonObject, context: BuildContext): readonly Callback[] {
  return Object.entries(objectField(document, 'webhooks') ?? {}).flatMap(([name, pathItem]) =>
    buildRequests({ name, expression: '' }, pathItem, context),
  );
}

function buildRequests(
  named: Pick<Callback, 'name' | 'expression'>,
  value: JsonValue,
  context: BuildContext,
): readonly Callback[] {
  const pathItem = resolveObject(value, context);
  if (pathItem === undefined) return [];
  return operationsOf(pathItem).map(({ method, operation, source }) => ({
    ...named,
    method,
    parameters: buildParameters({ path: '', pathItem, operation }, context),
    ...definedFields<Pick<Callback, 'requestBody'>>({ requestBody: buildRequestBody(operation, context) }),
    responses: buildResponses(operation, context),
    source: context.sources.locate(source.container, source.key),
  }));
}
