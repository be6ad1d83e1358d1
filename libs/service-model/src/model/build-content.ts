import { isToken } from '../parse/is-token.ts';
import { readStyle } from '../parse/read-style.ts';
import type { BuildContext } from './build-context.ts';
import { buildExamples } from './build-examples.ts';
import { checkNesting } from './check-nesting.ts';
import { componentSchemas } from './component-schemas.ts';
import { booleanField, definedFields, fieldOf, objectEntries, objectField, stringField } from './fields.ts';
import type { JsonObject, JsonSchema } from './json.ts';
import { readEncodingStyle } from './read-serialization.ts';
import { resolveObject } from './resolve-object.ts';
import { schemaField } from './schema-field.ts';
import type { Encoding, Header, MediaType } from './service-model.ts';
import { partSchema } from './value-types.ts';

/** The `content` of a body, parameter or header, in the order of the document (OpenAPI 3.1 §4.8.14). */
export function buildContent(owner: JsonObject, context: BuildContext): readonly MediaType[] {
  const content = objectField(owner, 'content');
  if (content === undefined) return [];
  return Object.entries(content).flatMap(([mediaType, value]) => {
    const media = resolveObject(value, context);
    if (media === undefined || !isMediaType(mediaType, content, context)) return [];
    return [buildMediaType(mediaType, media, { content, context })];
  });
}

/** The headers of a response or of a part (OpenAPI 3.1 §4.8.21); `Content-Type` is not one of them (§4.8.17). */
export function buildHeaders(owner: JsonObject, context: BuildContext): readonly Header[] {
  const headers = objectField(owner, 'headers');
  if (headers === undefined) return [];
  return Object.entries(headers).flatMap(([name, value]) => {
    const header = resolveObject(value, context);
    if (header === undefined) return [];
    if (name.toLowerCase() !== 'content-type') return [buildHeader(name, header, { headers, context })];
    const at = context.sources.locate(headers, name);
    context.report.note({
      at,
      code: 'ignored-header',
      message: `The header ${name} is ignored`,
      hint: 'The media type says it',
    });
    return [];
  });
}

function buildHeader(
  name: string,
  header: JsonObject,
  from: { readonly headers: JsonObject; readonly context: BuildContext },
): Header {
  const { headers, context } = from;
  readStyle(header, 'header', context);
  const [content] = buildContent(header, context);
  const explode = booleanField(header, 'explode') ?? false;
  if (content === undefined) checkNesting(header, { place: 'header', style: 'simple', explode }, context);
  return {
    name,
    ...definedFields<Pick<Header, 'description' | 'content'>>({
      description: stringField(header, 'description'),
      content,
    }),
    required: booleanField(header, 'required') ?? false,
    explode,
    schema: schemaField(header, 'schema') ?? true,
    examples: buildExamples(header, context),
    source: context.sources.locate(headers, name),
  };
}

/** What is none can stand in no Content-Type: often an `examples` one level too high. */
function isMediaType(text: string, content: JsonObject, context: BuildContext): boolean {
  const [type, ...subtype] = (text.split(';')[0] ?? '').trim().split('/');
  // RFC 9110 §8.3.1
  if (isToken(type ?? '') && isToken(subtype.join('/'))) return true;
  context.report.warning({
    at: context.sources.locate(content, text),
    code: 'invalid-media-type',
    message: `"${text}" is no media type`,
    hint: 'It is left out; write one such as application/json',
  });
  return false;
}

function buildMediaType(
  mediaType: string,
  media: JsonObject,
  from: { readonly content: JsonObject; readonly context: BuildContext },
): MediaType {
  const { content, context } = from;
  for (const field of ['prefixEncoding', 'itemEncoding']) {
    if (fieldOf(media, field) === undefined) continue;
    const at = context.sources.locate(media, field);
    context.report.warning({
      at,
      code: 'unsupported-field',
      message: `"${field}" is not supported`,
      hint: 'The parts are read without it',
    });
  }
  return {
    mediaType,
    ...definedFields<Pick<MediaType, 'schema' | 'itemSchema'>>({
      schema: schemaField(media, 'schema'),
      itemSchema: schemaField(media, 'itemSchema'),
    }),
    examples: buildExamples(media, context),
    encoding: Object.fromEntries(
      objectEntries(media, 'encoding').map(([name, encoding]) => [
        name,
        buildEncoding(encoding, propertySchema(media, name, context), context),
      ]),
    ),
    source: context.sources.locate(content, mediaType),
  };
}

/** What the schema of a form says of one property; `true`: nothing. */
function propertySchema(media: JsonObject, name: string, { document }: BuildContext): JsonSchema {
  const choose = (part: JsonObject): JsonSchema | undefined => schemaField(objectField(part, 'properties') ?? {}, name);
  return partSchema(schemaField(media, 'schema') ?? true, componentSchemas(document), choose) ?? true;
}

// OpenAPI 3.1 §4.8.15
function buildEncoding(encoding: JsonObject, property: JsonSchema, context: BuildContext): Encoding {
  return {
    ...definedFields<Pick<Encoding, 'contentType'>>({ contentType: stringField(encoding, 'contentType') }),
    ...readEncodingStyle(encoding, property, context),
    headers: buildHeaders(encoding, context),
    allowReserved: booleanField(encoding, 'allowReserved') ?? false,
  };
}
