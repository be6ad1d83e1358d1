import type { JsonObject, JsonValue } from '../model/json.ts';
import { keepFields, type SwaggerContext } from './swagger-context.ts';
import { inlineSchema, serializationOf } from './upgrade-swagger-parameter.ts';

/** The request body that the `body` or `formData` parameters of an operation describe; `undefined` without any. */
export function upgradeBody(
  parameters: readonly JsonObject[],
  consumes: readonly string[],
  context: SwaggerContext,
): JsonObject | undefined {
  const body = parameters.find((parameter) => parameter.in === 'body');
  const fields = parameters.filter((parameter) => parameter.in === 'formData');
  if (body === undefined) return fields.length === 0 ? undefined : formBody(fields, consumes, context);
  if (fields[0] !== undefined) {
    const at = context.bundle.sources.locate(fields[0]);
    context.bundle.report.warning({
      at,
      code: 'body-and-form',
      message: 'An operation has a body or form fields, not both',
      hint: 'The form fields are left out',
    });
  }
  const mediaTypes = consumes.length > 0 ? consumes : ['application/json'];
  const { schema } = body;
  const media: JsonObject = schema === undefined ? {} : { schema };
  const content = Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, media]));
  const kept = Object.entries(keepFields(body, ['description', 'required']));
  const { sources } = context.bundle;
  return sources.inherit({ ...Object.fromEntries(kept), content: sources.inherit(content, body) }, body);
}

const formTypes: readonly string[] = ['multipart/form-data', 'application/x-www-form-urlencoded'];

function formBody(fields: readonly JsonObject[], consumes: readonly string[], context: SwaggerContext): JsonObject {
  const hasFile = fields.some(({ type }) => type === 'file');
  const usable = consumes.filter((mediaType) =>
    hasFile ? mediaType.startsWith('multipart/') : formTypes.includes(mediaType),
  );
  const standard = hasFile ? 'multipart/form-data' : 'application/x-www-form-urlencoded';
  const media = formMedia(fields, context);
  const content = Object.fromEntries((usable.length > 0 ? usable : [standard]).map((mediaType) => [mediaType, media]));
  const { sources } = context.bundle;
  const place = fields[0] ?? content;
  const required = fields.some((field) => field.required === true);
  return sources.inherit({ required, content: sources.inherit(content, place) }, place);
}

function formMedia(fields: readonly JsonObject[], context: SwaggerContext): JsonObject {
  const properties = fields.map((field): [string, JsonValue] => [String(field.name), fieldSchema(field, context)]);
  const required = fields.filter((field) => field.required === true).map((field) => String(field.name));
  const encoding = fields.flatMap((field): [string, JsonValue][] => {
    const serialization = serializationOf(field, 'formData', context);
    return Object.keys(serialization).length === 0 ? [] : [[String(field.name), serialization]];
  });
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length === 0 ? {} : { required: [...new Set(required)] }),
    },
    ...(encoding.length === 0 ? {} : { encoding: Object.fromEntries(encoding) }),
  };
}

function fieldSchema(field: JsonObject, context: SwaggerContext): JsonValue {
  const schema = inlineSchema(field, context);
  return typeof schema === 'object' && typeof field.description === 'string'
    ? { ...schema, description: field.description }
    : schema;
}
