import { bodyKind, isMediaRange, itemSchemaOf, mediaKind, sequencePlan } from '@brrt/router-core/body';
import type { MediaType, Operation, Parameter, RequestBody, ServiceModel } from '@brrt/service-model';
import { commentText, docComment, indented, pascalCase, propertyName } from './code-text.ts';
import type { Direction } from './directional-schemas.ts';
import { isObject, resolveSchema } from './json-schema.ts';
import { contentTypeType, isOpenRange } from './media-range.ts';
import { multipartType } from './multipart-type.ts';
import type { SchemaTypes } from './schema-types.ts';
import type { BodyTypeName, UsedNames } from './used-names.ts';

/** What the types of one operation are made of. */
export interface OperationTypes {
  readonly schemas: ServiceModel['schemas'];
  readonly types: SchemaTypes;
  /** What octets of an answer are handed over as; `Uint8Array` and values of parts, unless a client says otherwise. */
  readonly octets?: 'OctetBody';
  /** Notes which names the emitted code needs. */
  readonly names: UsedNames<BodyTypeName>;
}

/** `export interface GetPetRequest`: what the pipeline hands to a handler, decoded and validated. */
export function emitRequest(operation: Operation, context: OperationTypes): string {
  const places = [
    ['path', parametersIn(operation, 'path')],
    ['query', [...parametersIn(operation, 'query'), ...parametersIn(operation, 'querystring')]],
    ['headers', parametersIn(operation, 'header')],
    ['cookies', parametersIn(operation, 'cookie')],
  ] as const;
  const members = places.map(([place, parameters]) => `  readonly ${place}: ${parametersType(parameters, context)};\n`);
  const name = `${pascalCase(operation.name)}Request`;
  const { requestBody } = operation;
  if (requestBody !== undefined && isChoice(requestBody)) {
    return `export type ${name} = {\n${members.join('')}} & (\n${choices(requestBody, context)});\n`;
  }
  const body = `  readonly body: ${requestBodyType(requestBody, context)};\n`;
  return `export interface ${name} {\n${members.join('')}${body}}\n`;
}

/** True where the media type that was sent says more than the contract does: it comes with the body. */
function isChoice({ content }: RequestBody): boolean {
  return content.length > 1 || content.some(({ mediaType }) => isMediaRange(mediaType));
}

/** Bodies, told apart by `contentType`. */
function choices({ content, required }: RequestBody, context: OperationTypes): string {
  const sent = content.map(
    (media) => [contentTypeType(media.mediaType), indented(requestMediaType(media, context), '  ')] as const,
  );
  const all = required ? sent : [...sent, ['undefined', 'undefined'] as const];
  return all
    .map(([type, body]) => `  | {\n    readonly contentType: ${type};\n    readonly body: ${body};\n  }\n`)
    .join('');
}

function parametersIn(operation: Operation, place: Parameter['in']): readonly Parameter[] {
  return operation.parameters.filter((parameter) => parameter.in === place);
}

function parametersType(parameters: readonly Parameter[], context: OperationTypes): string {
  if (parameters.length === 0) return '{}';
  const members = parameters.map((parameter) => {
    const always = parameter.required || hasDefault(parameter, context);
    const type = parameterType(parameter, context);
    return `${parameterComment(parameter)}    readonly ${propertyName(parameter.name)}${always ? '' : '?'}: ${type};\n`;
  });
  return `{\n${members.join('')}  }`;
}

/** Of a parameter as the handler reads it. */
export function parameterType(
  { content, schema }: Pick<Parameter, 'content' | 'schema'>,
  { types }: OperationTypes,
): string {
  if (content === undefined) return types.typeOf(schema, 'request', '    ');
  return mediaKind(content.mediaType) === 'json' ? types.typeOf(content.schema ?? true, 'request', '    ') : 'string';
}

function hasDefault({ content, schema }: Parameter, { schemas }: OperationTypes): boolean {
  const resolved = resolveSchema(content?.schema ?? schema, schemas);
  return isObject(resolved) && resolved.default !== undefined;
}

function parameterComment({ description, deprecated }: Parameter): string {
  const lines = [
    ...(description === undefined ? [] : [commentText(description)]),
    ...(deprecated ? ['@deprecated'] : []),
  ];
  return docComment(
    lines.filter((line) => line !== ''),
    '    ',
  );
}

function requestBodyType(requestBody: RequestBody | undefined, context: OperationTypes): string {
  const [media] = requestBody?.content ?? [];
  if (media === undefined) return 'undefined';
  return `${requestMediaType(media, context)}${requestBody?.required === true ? '' : ' | undefined'}`;
}

function requestMediaType(media: MediaType, context: OperationTypes): string {
  const { types } = context;
  // What was sent decides how it is decoded.
  if (isOpenRange(media.mediaType)) return 'unknown';
  switch (bodyKind(media, context)) {
    case 'json':
    case 'form':
    case 'xml':
      return types.typeOf(media.schema ?? true, 'request', '  ');
    case 'multipart':
      return multipartType(media, 'request', context) ?? context.names.use('OctetStream');
    case 'sequence':
    case 'events':
      return sequenceType(media, 'request', context);
    case 'text':
      return textType(media, context);
    case 'binary':
      return context.names.use('OctetStream');
  }
}

/** Of a sequential body that is received: items as they arrive, or the array where `schema` speaks about all of them. */
export function sequenceType(
  media: MediaType,
  direction: Direction,
  { types, names, schemas }: OperationTypes,
): string {
  const plan = sequencePlan(media, { schemas });
  if (plan.isWhole) return types.typeOf(media.schema ?? true, direction, '  ');
  const item = itemSchemaOf(media, plan);
  if (item !== undefined) return `AsyncIterable<${types.typeOf(item, direction, '  ')}>`;
  return mediaKind(media.mediaType) === 'events'
    ? `AsyncIterable<${names.use('ServerSentEvent')}>`
    : 'AsyncIterable<unknown>';
}

/** A string, unless the schema narrows it to certain strings. */
export function textType({ schema }: MediaType, { types, schemas }: Pick<OperationTypes, 'types' | 'schemas'>): string {
  const resolved = schema === undefined ? undefined : resolveSchema(schema, schemas);
  if (schema === undefined || !isObject(resolved)) return 'string';
  const values = resolved.enum ?? (resolved.const === undefined ? [] : [resolved.const]);
  const narrow = Array.isArray(values) && values.length > 0 && values.every((value) => typeof value === 'string');
  return narrow ? types.typeOf(schema, 'response', '  ') : 'string';
}
