import { bodyKind, itemSchemaOf, mediaKind, sequencePlan } from '@brrt/router-core/body';
import type { Header, MediaType, Operation, Response } from '@brrt/service-model';
import { commentText, docComment, pascalCase, propertyName } from './code-text.ts';
import type { Direction } from './directional-schemas.ts';
import { type OperationTypes, textType } from './emit-request.ts';
import { headerType } from './header-type.ts';
import { contentTypeType, isOpenRange } from './media-range.ts';
import { sentMultipartType } from './multipart-type.ts';
import type { StatusTypes } from './status-types.ts';

/** `export type GetPetResponse`: every answer that the contract declares, told apart by `status`. */
export function emitResponse(
  operation: Operation,
  context: OperationTypes & { readonly statuses: StatusTypes },
): string {
  const name = `${pascalCase(operation.name)}Response`;
  const declared = operation.responses.map(({ status }) => status);
  const members = operation.responses.flatMap((response) => {
    const status = context.statuses.typeOf(response.status, declared);
    return responseMembers(operation, response, context).map((fields) => {
      const comment = commentText(response.description);
      return `${docComment(comment === '' ? [] : [comment], '  ')}  | {\n    readonly status: ${status};\n${fields}  }\n`;
    });
  });
  // Without declared responses (OpenAPI 3.1 §4.8.10) the contract says nothing to hold on to.
  if (members.length === 0) return `export type ${name} = ${context.names.use('HandlerResult')};\n`;
  return `export type ${name} =\n${members.join('').replace(/\n$/, ';\n')}`;
}

function responseMembers(
  { method }: Operation,
  { content, headers }: Response,
  context: OperationTypes,
): readonly string[] {
  const headerField = headersField(headers, context);
  // What a HEAD response declares is what GET would carry (RFC 9110 §9.3.2).
  if (content.length === 0 || method === 'HEAD') return [`${headerField}    readonly body?: undefined;\n`];
  return content.map((media) => {
    const type = contentTypeType(media.mediaType);
    const choose = content.length > 1 ? '' : '?';
    return `    readonly contentType${choose}: ${type};\n${headerField}    readonly body: ${bodyType(media, context)};\n`;
  });
}

function headersField(headers: readonly Header[], context: OperationTypes): string {
  // `Content-Type` of a response is described by its content (OpenAPI 3.1 §4.8.17).
  const described = headers.filter(({ name }) => name.toLowerCase() !== 'content-type');
  if (described.length === 0) return '';
  const members = described.map((header) => {
    const { name, required } = header;
    return `      readonly ${propertyName(name)}${required ? '' : '?'}: ${headerType(header, context)};\n`;
  });
  return `    readonly headers${described.some(({ required }) => required) ? '' : '?'}: {\n${members.join('')}    };\n`;
}

function bodyType(media: MediaType, context: OperationTypes): string {
  const { types, names } = context;
  const value = (): string => types.typeOf(media.schema ?? true, 'response', '    ');
  if (isOpenRange(media.mediaType)) return `${names.use('BinaryBody')} | ${value()}`;
  switch (bodyKind(media, context)) {
    case 'json':
    case 'form':
      return value();
    case 'sequence':
    case 'events':
      return sentSequenceType(media, 'response', context);
    case 'xml':
      return `${value()} | string`;
    case 'text':
      return textType(media, context);
    case 'multipart': {
      const sent = sentMultipartType(media, 'response', context);
      return `${sent === undefined ? '' : `(${sent}) | `}${names.use('BinaryBody')} | string`;
    }
    case 'binary':
      return `${names.use('BinaryBody')} | string`;
  }
}

/** Of a sequential body that is sent: any iterable of items. */
export function sentSequenceType(
  media: MediaType,
  direction: Direction,
  { types, names, schemas }: OperationTypes,
): string {
  const plan = sequencePlan(media, { schemas });
  const isEvents = mediaKind(media.mediaType) === 'events';
  const schema = itemSchemaOf(media, plan);
  const untyped = (): string => (isEvents ? `${names.use('ServerSentEvent')} | string` : 'unknown');
  const item = schema === undefined ? untyped() : types.typeOf(schema, direction, '    ');
  const whole = plan.isWhole ? ` | (${types.typeOf(media.schema ?? true, direction, '    ')})` : '';
  return `Iterable<${item}> | AsyncIterable<${item}>${isEvents ? ' | string' : ''}${whole}`;
}
