import { webhookHeaders } from '@brrt/router-core/webhooks';
import type { Callback, JsonSchema, Operation, Parameter } from '@brrt/service-model';
import { commentText, docComment, indented, propertyName, stringLiteral } from './code-text.ts';
import { answerSchemas } from './contract-subset.ts';
import { type AnswerTypes, answerType } from './emit-answer.ts';
import { callType } from './emit-call.ts';
import type { SchemaTypes } from './schema-types.ts';

/**
 * `export interface Callbacks`: by operation and name of the callback, what the service sends and what it is answered;
 * '' when no operation has any.
 */
export function emitCallbacks(operations: readonly Operation[], context: AnswerTypes): string {
  const members = operations
    .filter(({ callbacks }) => callbacks.length > 0)
    .map(({ name, callbacks }) => {
      const named = indented(requestsByName(callbacks, context), '  ');
      return `  readonly ${propertyName(name)}: {\n    ${named.trimStart()}  };\n`;
    });
  if (members.length === 0) return '';
  return `/** By operation and name of the callback: what the service sends, and what it is answered. */
export interface Callbacks {\n${members.join('')}}\n`;
}

/** `export interface Webhooks`: by name, what the service sends and what it is answered; '' when there are none. */
export function emitWebhooks(webhooks: readonly Callback[], context: AnswerTypes): string {
  if (webhooks.length === 0) return '';
  return `/** By name: what the service sends, and what it is answered. */
export interface Webhooks {\n${requestsByName(webhooks, context)}}\n`;
}

/** Every schema of what the service receives in answer to its own requests. */
export function callbackAnswerSchemas(
  operations: readonly Operation[],
  webhooks: readonly Callback[],
): readonly JsonSchema[] {
  return [...operations.flatMap(({ callbacks }) => callbacks), ...webhooks].flatMap(answerSchemas);
}

function requestsByName(callbacks: readonly Callback[], context: AnswerTypes): string {
  const names = [...new Set(callbacks.map(({ name }) => name))];
  return names
    .map((name) => {
      const requests = callbacks.filter((callback) => callback.name === name);
      return `  readonly ${propertyName(name)}:${requests.map((request) => requestType(request, context)).join('')};\n`;
    })
    .join('');
}

/** One member of a union: a name may stand for several methods, and for several expressions. */
function requestType(callback: Callback, context: AnswerTypes): string {
  const { method, expression } = callback;
  const types = { ...context, types: turnedRound(context.types) };
  const label = docComment([`\`${commentText(`${method} ${expression}`.trim())}\``], '    ');
  const place = expression === '' ? '' : `      readonly expression: ${stringLiteral(expression)};\n`;
  const answer = indented(answerType(callback, types), '      ');
  const sent = { ...callback, parameters: callback.parameters.filter((parameter) => !isOfSignature(parameter)) };
  return `
${label}    | {
      readonly method: ${stringLiteral(method)};
${place}${termsOf(callback)}      readonly request: ${indented(callType(sent, types), '      ')};
      readonly answer:${answer === ' never' ? ' unknown' : answer};
    }`;
}

/** What signs a webhook is made when it is sent. */
function isOfSignature({ in: place, name }: Parameter): boolean {
  const names: readonly string[] = Object.values(webhookHeaders);
  return place === 'header' && names.includes(name.toLowerCase());
}

/** Where the request goes and what its receiver asks for, as far as the contract says. */
function termsOf({ servers, security }: Callback): string {
  const urls = servers?.map(({ url }) => stringLiteral(url)).join(', ');
  const alternatives = security?.map((required) => {
    const schemes = required.map(
      ({ scheme, scopes }) => `readonly ${propertyName(scheme)}: readonly [${scopes.map(stringLiteral).join(', ')}]`,
    );
    return schemes.length === 0 ? '{}' : `{ ${schemes.join('; ')} }`;
  });
  return [
    ...(urls === undefined ? [] : [`      readonly servers: readonly [${urls}];\n`]),
    ...(alternatives === undefined ? [] : [`      readonly security: readonly [${alternatives.join(', ')}];\n`]),
  ].join('');
}

/**
 * The service sends the request and receives the answer: what is `readOnly` belongs to the request, as its owner sends it
 * (JSON Schema Validation 2020-12 §9.4).
 */
function turnedRound(types: SchemaTypes): SchemaTypes {
  return {
    ...types,
    typeOf: (schema, direction, indent) =>
      types.typeOf(schema, direction === 'request' ? 'response' : 'request', indent),
  };
}
