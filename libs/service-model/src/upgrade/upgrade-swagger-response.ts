import type { JsonObject, JsonValue } from '../model/json.ts';
import { isObject } from '../parse/is-object.ts';
import { dereference, keepFields, mapValues, type SwaggerContext } from './swagger-context.ts';
import { upgradeHeader } from './upgrade-swagger-parameter.ts';

/** A response of Swagger 2.0; `produces` are the media types of its operation. */
export function upgradeResponse(
  response: JsonObject,
  produces: readonly string[],
  context: SwaggerContext,
): JsonObject {
  const { headers } = response;
  const content = contentOf(response, produces);
  const made = {
    ...keepFields(response, ['description']),
    ...(isObject(headers) ? { headers: mapValues(headers, (header) => upgradeAny(header, context), context) } : {}),
    ...(Object.keys(content).length === 0 ? {} : { content: context.bundle.sources.inherit(content, response) }),
  };
  return context.bundle.sources.inherit(made, response);
}

function upgradeAny(header: JsonValue, context: SwaggerContext): JsonValue | undefined {
  const resolved = dereference(header, context);
  return resolved === undefined ? undefined : upgradeHeader(resolved, context);
}

function contentOf(response: JsonObject, produces: readonly string[]): JsonObject {
  const { schema } = response;
  const examples = isObject(response.examples) ? response.examples : {};
  const standard = isFile(schema) ? 'application/octet-stream' : 'application/json';
  const declared = produces.length > 0 ? produces : [standard];
  const mediaTypes = [
    ...new Set([
      ...(schema === undefined ? [] : declared),
      ...Object.keys(examples).filter((key) => key.includes('/')),
    ]),
  ];
  return Object.fromEntries(
    mediaTypes.map((mediaType) => [
      mediaType,
      {
        ...(schema === undefined ? {} : { schema }),
        ...(Object.hasOwn(examples, mediaType) ? { example: examples[mediaType] ?? null } : {}),
      },
    ]),
  );
}

// Bundling has turned `type: file` into this.
function isFile(schema: JsonValue | undefined): boolean {
  return isObject(schema) && schema.type === 'string' && schema.format === 'binary';
}
