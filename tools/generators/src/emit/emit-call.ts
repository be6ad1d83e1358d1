import { bodyKind } from '@brrt/router-core/body';
import type { MediaType, Operation, Parameter } from '@brrt/service-model';
import { pascalCase, propertyName, stringLiteral } from './code-text.ts';
import { type OperationTypes, parameterType } from './emit-request.ts';
import { sentSequenceType } from './emit-response.ts';

/** `export interface GetPetCall`: what a client's method takes. Nothing is asked that the contract does not require. */
export function emitCall(operation: Operation, context: OperationTypes): string {
  const places = [
    placeField('path', parametersIn(operation, ['path']), context),
    placeField('query', parametersIn(operation, ['query', 'querystring']), context),
    placeField('headers', parametersIn(operation, ['header']), context),
    placeField('cookies', parametersIn(operation, ['cookie']), context),
    bodyField(operation, context),
  ];
  return `export interface ${pascalCase(operation.name)}Call {\n${places.join('')}}\n`;
}

/** True when the method can be called without an argument. */
export function isCallOptional({ parameters, requestBody }: Operation): boolean {
  return !parameters.some(({ required }) => required) && requestBody?.required !== true;
}

function parametersIn(operation: Operation, places: readonly Parameter['in'][]): readonly Parameter[] {
  return operation.parameters.filter((parameter) => places.includes(parameter.in));
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

function bodyField({ requestBody }: Operation, context: OperationTypes): string {
  if (requestBody === undefined) return '';
  const types = new Set(requestBody.content.map((media) => bodyType(media, context)));
  const body = `  readonly body${requestBody.required ? '' : '?'}: ${[...types].join(' | ') || 'undefined'};\n`;
  const choice = requestBody.content.map(({ mediaType }) => stringLiteral(mediaType)).join(' | ');
  return requestBody.content.length > 1
    ? `${body}  /** Of \`body\`; the first when left out. */\n  readonly contentType?: ${choice};\n`
    : body;
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
    case 'multipart':
    case 'binary':
      return names.use('BinaryBody');
  }
}
