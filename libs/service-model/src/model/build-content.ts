import { isToken } from '../parse/is-token.ts';
import { readStyle } from '../parse/read-style.ts';
import type { BuildContext } from './build-context.ts';
import { buildExamples } from './build-examples.ts';
import { checkNesting } from './check-nesting.ts';
import { componentSchemas } from './component-schemas.ts';
import {
  booleanField,
  definedFields,
  isJsonObject,
  listField,
  objectEntries,
  objectField,
  stringField,
} from './fields.ts';
import type { JsonObject, JsonSchema } from './json.ts';
import { readEncodingStyle } from './read-serialization.ts';
import { resolveObject } from './resolve-object.ts';
import { asSchema, schemaField } from './schema-field.ts';
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
  return {
    mediaType,
    ...definedFields<Pick<MediaType, 'schema' | 'itemSchema'>>({
      schema: schemaField(media, 'schema'),
      itemSchema: schemaField(media, 'itemSchema'),
    }),
    examples: buildExamples(media, context),
    encoding: buildEncodings(media, partsSchemas(media), context),
    ...buildPositions(media, partsSchemas(media), context),
    source: context.sources.locate(content, mediaType),
  };
}

/** What is known of the values of parts or fields; `true`: nothing. */
interface PartsSchemas {
  readonly schema: JsonSchema;
  readonly itemSchema: JsonSchema | undefined;
}

function partsSchemas(media: JsonObject): PartsSchemas {
  return { schema: schemaField(media, 'schema') ?? true, itemSchema: schemaField(media, 'itemSchema') };
}

function buildEncodings(
  owner: JsonObject,
  { schema }: PartsSchemas,
  context: BuildContext,
): Readonly<Record<string, Encoding>> {
  const propertySchema = (name: string): JsonSchema => {
    const choose = (part: JsonObject) => schemaField(objectField(part, 'properties') ?? {}, name);
    return partSchema(schema, componentSchemas(context.document), choose) ?? true;
  };
  const entries = objectEntries(owner, 'encoding');
  return Object.fromEntries(
    entries.map(([name, encoding]) => [name, buildEncoding(encoding, propertySchema(name), context)]),
  );
}

/** OpenAPI 3.2 §4.14.5.2 */
function buildPositions(
  owner: JsonObject,
  { schema, itemSchema }: PartsSchemas,
  context: BuildContext,
): Pick<MediaType, 'prefixEncoding' | 'itemEncoding'> {
  const elementSchema = (index: number): JsonSchema => {
    const choose = (part: JsonObject) => asSchema(listField(part, 'prefixItems')[index]) ?? schemaField(part, 'items');
    return itemSchema ?? partSchema(schema, componentSchemas(context.document), choose) ?? true;
  };
  const prefix = listField(owner, 'prefixEncoding').filter(isJsonObject);
  const item = objectField(owner, 'itemEncoding');
  return definedFields<Pick<MediaType, 'prefixEncoding' | 'itemEncoding'>>({
    prefixEncoding:
      prefix.length === 0
        ? undefined
        : prefix.map((encoding, index) => buildEncoding(encoding, elementSchema(index), context)),
    itemEncoding: item && buildEncoding(item, elementSchema(Number.POSITIVE_INFINITY), context),
  });
}

/** How one value of a form or one part is written; an element of an array is a part of its own. (OpenAPI 3.2 §4.15) */
function buildEncoding(encoding: JsonObject, schema: JsonSchema, context: BuildContext): Encoding {
  const choose = (part: JsonObject) => schemaField(part, 'items');
  const element = partSchema(schema, componentSchemas(context.document), choose);
  const within: PartsSchemas = { schema: element ?? schema, itemSchema: undefined };
  const nested = buildEncodings(encoding, within, context);
  return {
    ...definedFields<Pick<Encoding, 'contentType' | 'allowReserved' | 'encoding'>>({
      contentType: stringField(encoding, 'contentType'),
      allowReserved: booleanField(encoding, 'allowReserved'),
      encoding: Object.keys(nested).length === 0 ? undefined : nested,
    }),
    ...readEncodingStyle(encoding, schema, context),
    ...buildPositions(encoding, within, context),
    headers: buildHeaders(encoding, context),
  };
}
