import { bodyKind, mediaKind } from '@brrt/router-core/body';
import type { MediaType, Operation, Parameter } from '@brrt/service-model';
import { indented, pascalCase, propertyName, stringLiteral } from './code-text.ts';
import { type OperationTypes, parameterType } from './emit-request.ts';
import { sentSequenceType } from './emit-response.ts';
import { sentMultipartType } from './multipart-type.ts';

/** What is sent with a request: of an operation, or of a callback. */
export type SentRequest = Pick<Operation, 'parameters' | 'requestBody'>;

/** `export interface GetPetCall`: what a client's method takes. Nothing is asked that the contract does not require. */
export function emitCall(operation: Operation, context: OperationTypes): string {
  const name = `${pascalCase(operation.name)}Call`;
  const type = callType(operation, context, mayResume(operation) ? resumeField : '');
  return type.endsWith(')') ? `export type ${name} = ${type};\n` : `export interface ${name} ${type}\n`;
}

/** An object type, in parentheses at its end where the body has several media types. */
export function callType(request: SentRequest, context: OperationTypes, more = ''): string {
  const places = [
    placeField('path', parametersIn(request, ['path']), context),
    placeField('query', parametersIn(request, ['query', 'querystring']), context),
    placeField('headers', parametersIn(request, ['header']), context),
    placeField('cookies', parametersIn(request, ['cookie']), context),
    more,
  ];
  const { requestBody } = request;
  const [media] = requestBody?.content ?? [];
  const fields = places.join('');
  if (requestBody === undefined || media === undefined) return objectOf(fields);
  const optional = requestBody.required ? '' : '?';
  if (requestBody.content.length === 1) {
    return objectOf(`${fields}  readonly body${optional}: ${bodyType(media, context)};\n`);
  }
  const choices = requestBody.content.map((each, index) => {
    const body = indented(bodyType(each, context), '  ');
    // The first is sent where none is named.
    const contentType = `contentType${index === 0 ? '?' : ''}: ${stringLiteral(each.mediaType)}`;
    return `  | {\n    readonly ${contentType};\n    readonly body${optional}: ${body};\n  }\n`;
  });
  return `${fields === '' ? '' : `${objectOf(fields)} & `}(\n${choices.join('')})`;
}

const resumeField = `  /** Takes the stream up again behind its last event when it breaks and when it ends. */
  readonly resume?: boolean;
`;

/** Event streams of methods that change nothing. */
function mayResume({ method, responses }: Operation): boolean {
  const successes = responses.filter(({ status }) => status.startsWith('2'));
  const isStream = successes.some(({ content }) => content.some(({ mediaType }) => mediaKind(mediaType) === 'events'));
  return isStream && (method === 'GET' || method === 'QUERY');
}

function objectOf(fields: string): string {
  return fields === '' ? '{}' : `{\n${fields}}`;
}

/** True when the method can be called without an argument. */
export function isCallOptional({ parameters, requestBody }: Operation): boolean {
  return !parameters.some(({ required }) => required) && requestBody?.required !== true;
}

function parametersIn(request: SentRequest, places: readonly Parameter['in'][]): readonly Parameter[] {
  return request.parameters.filter((parameter) => places.includes(parameter.in));
}

function placeField(place: string, parameters: readonly Parameter[], context: OperationTypes): string {
  if (parameters.length === 0) return '';
  const members = parameters.map((parameter) => {
    const type = parameterType(parameter, context);
    return `    readonly ${propertyName(parameter.name)}${parameter.required ? '' : '?'}: ${optional(type, parameter.required)};\n`;
  });
  const isNeeded = parameters.some(({ required }) => required);
  return `  readonly ${place}${isNeeded ? '' : '?'}: {\n${members.join('')}  };\n`;
}

/** Callers pass on what they may not have: an optional parameter takes `undefined` too. */
function optional(type: string, required: boolean): string {
  return required ? type : `${type} | undefined`;
}

function bodyType(media: MediaType, context: OperationTypes): string {
  const { types, names } = context;
  switch (bodyKind(media, context)) {
    case 'json':
    case 'form':
      return types.typeOf(media.schema ?? true, 'request', '  ');
    case 'sequence':
    case 'events':
      return sentSequenceType(media, 'request', context);
    case 'xml':
      return `${types.typeOf(media.schema ?? true, 'request', '  ')} | string`;
    case 'text':
      return 'string';
    case 'multipart': {
      const sent = sentMultipartType(media, 'request', context);
      return sent === undefined ? names.use('BinaryBody') : `(${sent}) | FormData`;
    }
    case 'binary':
      return names.use('BinaryBody');
  }
}
