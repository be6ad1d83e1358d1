import type { BuildContext } from './build-context.ts';
import { buildParameters } from './build-parameters.ts';
import { buildRequestBody } from './build-request-body.ts';
import { buildResponses } from './build-response.ts';
import { buildSecurity } from './build-security.ts';
import { buildServers } from './build-servers.ts';
import { definedFields, objectField } from './fields.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { operationsOf } from './path-item-operations.ts';
import { reportBroken } from './report-expressions.ts';
import { resolveObject } from './resolve-object.ts';
import type { SecurityScheme } from './security-scheme.ts';
import type { Callback } from './service-model.ts';

type Schemes = Readonly<Record<string, SecurityScheme>>;

/** The `callbacks` of an operation: name → runtime expression → path item (OpenAPI 3.1 §4.8.18). */
export function buildCallbacks(operation: JsonObject, schemes: Schemes, context: BuildContext): readonly Callback[] {
  return Object.entries(objectField(operation, 'callbacks') ?? {}).flatMap(([name, value]) => {
    const callback = resolveObject(value, context) ?? {};
    const expressions = Object.entries(callback).filter(([expression]) => !expression.startsWith('x-'));
    return expressions.flatMap(([expression, pathItem]) => {
      reportBroken(expression, context.sources.locate(callback, expression), context);
      return buildRequests({ name, expression }, pathItem, { schemes, context });
    });
  });
}

/** The `webhooks` of a document (OpenAPI 3.1 §4.8.1). */
export function buildWebhooks(document: JsonObject, schemes: Schemes, context: BuildContext): readonly Callback[] {
  return Object.entries(objectField(document, 'webhooks') ?? {}).flatMap(([name, pathItem]) =>
    buildRequests({ name, expression: '' }, pathItem, { schemes, context }),
  );
}

function buildRequests(
  named: Pick<Callback, 'name' | 'expression'>,
  value: JsonValue,
  { schemes, context }: { readonly schemes: Schemes; readonly context: BuildContext },
): readonly Callback[] {
  const pathItem = resolveObject(value, context);
  if (pathItem === undefined) return [];
  return operationsOf(pathItem).map(({ method, operation, source }) => ({
    ...named,
    method,
    parameters: buildParameters({ path: '', pathItem, operation }, context),
    ...definedFields<Pick<Callback, 'requestBody' | 'servers' | 'security'>>({
      requestBody: buildRequestBody(operation, context),
      // Servers and security of the document are those of the service itself.
      servers: buildServers(operation, context) ?? buildServers(pathItem, context),
      security: buildSecurity(operation, schemes, context),
    }),
    responses: buildResponses(operation, context),
    source: context.sources.locate(source.container, source.key),
  }));
}
