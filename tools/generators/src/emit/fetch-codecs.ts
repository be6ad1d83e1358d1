import { bodyKind, itemSchemaOf, mediaKind, sequencePlan } from '@brrt/router-core/body';
import { isRepeatedHeader, shapeOf, type ValueShape } from '@brrt/router-core/params';
import { compileWideIntegers } from '@brrt/router-core/schema';
import type { Header, JsonSchema, MediaType, Operation, Response, ServiceModel } from '@brrt/service-model';
import { schemaParts } from '@brrt/service-model/value-types';
import { valueLiteral } from './code-text.ts';
import { bareField, bareMedia } from './contract-subset.ts';
import { reachableNames, withoutAnnotations } from './json-schema.ts';

type Schemas = ServiceModel['schemas'];

/** The module of `@brrt/fetch-client` in emitted code; no operation can have this name. */
export const runtimeName = '$runtime';

/** An expression: what writes a body of this media type. The light one where the contract says nothing that needs more. */
export function bodyWriter(media: MediaType, schemas: Schemas): string {
  switch (bodyKind(media, { schemas })) {
    case 'json':
      return codec('jsonBody');
    case 'text':
      return codec('textBody');
    case 'binary':
      return codec('octetsBody');
    case 'sequence':
      return codec('itemsBody');
    case 'events':
      return codec('eventsBody');
    case 'form':
      return isPlainForm(media, schemas) ? codec('formBody') : described('describedFormBody', media, schemas);
    case 'multipart':
      return described('partsBody', media, schemas);
    case 'xml':
      return describedBySchema('xmlBody', media.schema, schemas);
  }
}

/** An expression: what reads an answer of this media type. */
export function bodyReader(media: MediaType, schemas: Schemas): string {
  if (media.mediaType.includes('*')) return codec('anyAnswer');
  switch (bodyKind(media, { schemas })) {
    case 'json':
      return compileWideIntegers(media.schema, { schemas }) === undefined
        ? codec('jsonAnswer')
        : describedBySchema('wideJsonAnswer', media.schema, schemas);
    case 'text':
    case 'form':
      return codec('textAnswer');
    case 'binary':
    case 'multipart':
      return codec('octetsAnswer');
    case 'xml':
      return describedBySchema('xmlAnswer', media.schema, schemas);
    case 'sequence':
    case 'events': {
      const items = mediaKind(media.mediaType) === 'events' ? eventsReader(media, schemas) : codec('itemsAnswer');
      return sequencePlan(media, { schemas }).isWhole ? call('wholeAnswer', [items]) : items;
    }
  }
}

/** An expression: what reads the headers of a response; undefined where it declares none. */
export function headersReader(operation: Operation, response: Response, schemas: Schemas): string | undefined {
  // OpenAPI 3.1 §4.8.17: a response header named Content-Type is ignored.
  const headers = response.headers.filter(({ name }) => name.toLowerCase() !== 'content-type');
  if (headers.length === 0) return undefined;
  const rules = headers.map((header) => simpleHeader(header, schemas));
  if (rules.every((rule) => rule !== undefined)) return call('simpleHeaders', [valueLiteral(rules)]);
  const place = {
    operation: { id: operation.id },
    response: { status: response.status, headers: headers.map(bareField) },
  };
  const used = headers.map(({ content, schema }) => content?.schema ?? schema);
  return call('describedHeaders', [valueLiteral(place), valueLiteral(subset(used, schemas))]);
}

function simpleHeader(header: Header, schemas: Schemas): object | undefined {
  const { name, required, schema, content } = header;
  if (content !== undefined || isRepeatedHeader(header) || compileWideIntegers(schema, { schemas }) !== undefined)
    return undefined;
  const shape = shapeOf(schema, schemas);
  const isList = shape.types.size === 1 && shape.kind === 'array' && !mentions(schema, 'prefixItems', schemas);
  const value = isList ? shape.items(0) : shape;
  if (value.kind !== 'primitive' || value.isAmbiguous || value.types.has('array') || value.types.has('object'))
    return undefined;
  return { name, required, types: [...value.types], isList };
}

function mentions(schema: JsonSchema, keyword: string, schemas: Schemas): boolean {
  return schemaParts(schema, schemas).some((part) => part[keyword] !== undefined);
}

/** Fields of events that are not text, by what they are read as. */
function eventsReader(media: MediaType, schemas: Schemas): string {
  const schema = itemSchemaOf(media, sequencePlan(media, { schemas }));
  const shape = schema === undefined ? undefined : shapeOf(schema, schemas);
  const fields = (shape?.properties ?? []).flatMap((name): [string, unknown][] => {
    const field = shape?.property(name);
    return field === undefined || name === 'retry' || field.types.has('string') ? [] : [[name, fieldKind(field)]];
  });
  return call('eventsAnswer', [valueLiteral(Object.fromEntries(fields))]);
}

function fieldKind({ kind, types }: ValueShape): unknown {
  return kind === 'primitive' ? [...types] : 'json';
}

/** Nothing is said of styles and JSON, no list is required, and null is text: what HTML does is all there is. */
function isPlainForm({ schema, encoding }: MediaType, schemas: Schemas): boolean {
  const isDescribed = Object.values(encoding).some(
    ({ style, explode, contentType = '' }) =>
      style !== undefined || explode !== undefined || mediaKind(contentType) === 'json',
  );
  if (isDescribed || schema === undefined) return !isDescribed;
  const shape = shapeOf(schema, schemas);
  const required = new Set(
    schemaParts(schema, schemas).flatMap((part) => (Array.isArray(part.required) ? part.required : [])),
  );
  return !shape.properties.some((name) => {
    const property = shape.property(name);
    return (required.has(name) && property?.types.has('array')) || isNullInJson(property);
  });
}

/** Null is a JSON text where the other values are. */
function isNullInJson(shape: ValueShape | undefined): boolean {
  if (shape === undefined || shape.kind === 'primitive') return false;
  return shape.types.has('null') || (shape.kind === 'array' && isNullInJson(shape.items(0)));
}

function described(name: string, media: MediaType, schemas: Schemas): string {
  const used = [media.schema, media.itemSchema, ...headerSchemas(media)].filter((schema) => schema !== undefined);
  return call(name, [valueLiteral(bareMedia(media)), valueLiteral(subset(used, schemas))]);
}

function headerSchemas({ encoding }: MediaType): readonly JsonSchema[] {
  return Object.values(encoding).flatMap(({ headers }) =>
    headers.map(({ content, schema }) => content?.schema ?? schema),
  );
}

function describedBySchema(name: string, schema: JsonSchema = true, schemas: Schemas = {}): string {
  return call(name, [valueLiteral(withoutAnnotations(schema)), valueLiteral(subset([schema], schemas))]);
}

function subset(roots: readonly JsonSchema[], schemas: Schemas): Schemas {
  const names = reachableNames(roots, schemas);
  return Object.fromEntries(
    Object.entries(schemas)
      .filter(([name]) => names.has(name))
      .map(([name, schema]) => [name, withoutAnnotations(schema)]),
  );
}

function codec(name: string): string {
  return `${runtimeName}.${name}`;
}

/** Bundlers leave out what is pure and not used. */
function call(name: string, parameters: readonly string[]): string {
  return `/* @__PURE__ */ ${codec(name)}(${parameters.join(', ')})`;
}
