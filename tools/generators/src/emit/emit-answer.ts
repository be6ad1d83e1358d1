import { bodyKind, mediaKind } from '@brrt/router-core/body';
import type { Header, MediaType, Operation, Response } from '@brrt/service-model';
import { pascalCase, propertyName, stringLiteral } from './code-text.ts';
import { type OperationTypes, sequenceType } from './emit-request.ts';
import { isMediaRange, isOpenRange } from './media-range.ts';
import { isStatusCode, type StatusTypes } from './status-types.ts';

/** `export type GetPetAnswer`: what a client's method resolves to, told apart by `status`. */
export function emitAnswer(operation: Operation, context: OperationTypes & { readonly statuses: StatusTypes }): string {
  const codes = operation.responses.map(({ status }) => status).filter(isStatusCode);
  const members = operation.responses.flatMap((response) => {
    const status = context.statuses.typeOf(response.status, codes);
    return answerMembers(operation, response, context).map(
      (fields) => `  | {\n    readonly status: ${status};\n${fields}  }\n`,
    );
  });
  const name = `${pascalCase(operation.name)}Answer`;
  if (members.length === 0) return `export type ${name} = never;\n`;
  return `export type ${name} =\n${members.join('').replace(/\n$/, ';\n')}`;
}

function answerMembers(
  { method }: Operation,
  { content, headers }: Response,
  context: OperationTypes,
): readonly string[] {
  const headersField = `    readonly headers: ${headersType(headers, context)};\n`;
  // What a HEAD response declares is what GET would carry (RFC 9110 §9.3.2).
  if (content.length === 0 || method === 'HEAD') return [`${headersField}    readonly body: undefined;\n`];
  return content.map((media) => {
    const type = isMediaRange(media.mediaType) ? 'string' : stringLiteral(media.mediaType);
    return `    readonly contentType: ${type};\n${headersField}    readonly body: ${bodyType(media, context)};\n`;
  });
}

function headersType(headers: readonly Header[], { types }: OperationTypes): string {
  const described = headers.filter(({ name }) => name.toLowerCase() !== 'content-type');
  if (described.length === 0) return '{}';
  const members = described.map(({ name, required, schema, content }) => {
    const isJson = content === undefined || mediaKind(content.mediaType) === 'json';
    const type = isJson ? types.typeOf(content?.schema ?? schema, 'response', '      ') : 'string';
    return `      readonly ${propertyName(name)}${required ? '' : '?'}: ${type};\n`;
  });
  return `{\n${members.join('')}    }`;
}

/** As `service-client` hands it over. */
function bodyType(media: MediaType, context: OperationTypes): string {
  const { types } = context;
  switch (bodyKind(media, context)) {
    case 'json':
    case 'xml':
      return types.typeOf(media.schema ?? true, 'response', '    ');
    case 'form':
    case 'text':
      return 'string';
    case 'sequence':
    case 'events':
      return sequenceType(media, 'response', context);
    case 'multipart':
    case 'binary':
      return isOpenRange(media.mediaType) ? 'unknown' : 'Uint8Array';
  }
}
