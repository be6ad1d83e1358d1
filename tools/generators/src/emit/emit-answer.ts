import { bodyKind, isMediaRange } from '@brrt/router-core/body';
import type { Header, MediaType, Operation, Response } from '@brrt/service-model';
import { pascalCase, propertyName, stringLiteral } from './code-text.ts';
import { type OperationTypes, sequenceType } from './emit-request.ts';
import { headerType } from './header-type.ts';
import { isOpenRange } from './media-range.ts';
import { multipartType } from './multipart-type.ts';
import type { StatusTypes } from './status-types.ts';

/** What comes back for a request: of an operation, or of a callback. */
export type ReceivedResponses = Pick<Operation, 'method' | 'responses'>;

export interface AnswerTypes extends OperationTypes {
  readonly statuses: StatusTypes;
}

/** `export type GetPetAnswer`: what a client's method resolves to, told apart by `status`. */
export function emitAnswer(operation: Operation, context: AnswerTypes): string {
  return `export type ${pascalCase(operation.name)}Answer =${answerType(operation, context)};\n`;
}

/** Begins with a space or a line break; `never` where nothing is declared. */
export function answerType(received: ReceivedResponses, context: AnswerTypes): string {
  const declared = received.responses.map(({ status }) => status);
  const members = received.responses.flatMap((response) => {
    const status = context.statuses.typeOf(response.status, declared);
    return answerMembers(received, response, context).map(
      (fields) => `  | {\n    readonly status: ${status};\n${fields}  }`,
    );
  });
  return members.length === 0 ? ' never' : `\n${members.join('\n')}`;
}

function answerMembers(
  { method }: ReceivedResponses,
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

function headersType(headers: readonly Header[], context: OperationTypes): string {
  const described = headers.filter(({ name }) => name.toLowerCase() !== 'content-type');
  if (described.length === 0) return '{}';
  const members = described.map((header) => {
    const { name, required } = header;
    return `      readonly ${propertyName(name)}${required ? '' : '?'}: ${headerType(header, context)};\n`;
  });
  return `{\n${members.join('')}    }`;
}

/** As `service-client` hands it over. */
function bodyType(media: MediaType, context: OperationTypes): string {
  const { types, octets, names } = context;
  const kind = bodyKind(media, context);
  if (octets !== undefined && !isOpenRange(media.mediaType) && (kind === 'multipart' || kind === 'binary')) {
    return names.use(octets);
  }
  switch (kind) {
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
      return isOpenRange(media.mediaType) ? 'unknown' : (multipartType(media, 'response', context) ?? 'Uint8Array');
    case 'binary':
      return isOpenRange(media.mediaType) ? 'unknown' : 'Uint8Array';
  }
}
