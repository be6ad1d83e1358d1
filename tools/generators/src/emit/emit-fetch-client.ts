import { describeRequest } from '@brrt/router-core/params';
import type { Operation, Parameter, SecurityScheme, ServiceModel } from '@brrt/service-model';
import { type ClientScope, clientHeader } from './client-scope.ts';
import {
  commentText,
  docComment,
  pascalCase,
  stringLiteral,
  valueLiteral,
  withoutTrailingBlanks,
} from './code-text.ts';
import { requestSchemas } from './contract-subset.ts';
import { type AnswerTypes, emitAnswer } from './emit-answer.ts';
import { emitCall, isCallOptional } from './emit-call.ts';
import { operationComment, operationsOf } from './emit-client.ts';
import { bodyReader, bodyWriter, headersReader, runtimeName } from './fetch-codecs.ts';
import { fetchSchemas } from './fetch-schemas.ts';
import { type SchemaTypes, schemaTypes } from './schema-types.ts';
import { statusTypes } from './status-types.ts';
import { type BodyTypeName, bodyTypeNames, usedNames } from './used-names.ts';

/** The package that clients for browsers run on. */
export const fetchPackage = '@brrt/fetch-client';

/** A function per operation, each a statement of its own: what a page does not import is not in its bundle. */
export function emitFetchClient(model: ServiceModel, scope: ClientScope): string {
  const operations = fetchOperations(model, scope);
  const names = usedNames<BodyTypeName>();
  const types = fetchTypes(model, scope);
  const context: AnswerTypes = { schemas: model.schemas, types, names, statuses: statusTypes(), octets: 'OctetBody' };
  const messages = operations.map((operation) =>
    [
      emitCall(withoutNeededCookies(operation), context),
      emitAnswer(operation, context),
      emitOperation(operation, model),
    ].join('\n'),
  );
  const statuses = context.statuses.declarations();
  const declarations = types.declarations(requestSchemas(operations));
  const code = [...messages, statuses, declarations].filter((text) => text !== '').join('\n');
  const imported = bodyTypeNames.filter((name) => names.has(name));
  const typeImport = imported.length === 0 ? '' : `import type { ${imported.join(', ')} } from '${fetchPackage}';\n`;
  return `${clientHeader(scope)}
${docComment([commentText(`${model.title} ${model.version}`)])}import * as ${runtimeName} from '${fetchPackage}';
${typeImport}
${withoutTrailingBlanks(code)}`;
}

/** A page opens WebSockets itself. */
export function fetchOperations(model: ServiceModel, scope: ClientScope): readonly Operation[] {
  return operationsOf(model, scope).filter(({ webSocket }) => webSocket === undefined);
}

/** The types of a client, and what they are called in it. */
export function fetchTypes(model: ServiceModel, scope: ClientScope): SchemaTypes {
  const operations = fetchOperations(model, scope);
  const messages = operations.flatMap(({ name }) => [`${pascalCase(name)}Call`, `${pascalCase(name)}Answer`]);
  const taken = new Set([...messages, ...bodyTypeNames, ...otherNames]);
  return schemaTypes(fetchSchemas(model, operations), { taken });
}

const otherNames = [
  ...['Exclude', 'AsyncIterable', 'Blob', 'FormData', 'Iterable', 'AsNumber', 'Digit', 'Status'],
  ...['Status1XX', 'Status2XX', 'Status3XX', 'Status4XX', 'Status5XX'],
];

/** A browser has cookies of its own, and keeps them to itself: a call does not have to name them. */
function withoutNeededCookies(operation: Operation): Operation {
  return { ...operation, parameters: operation.parameters.map(notNeeded) };
}

function notNeeded<Rule extends Pick<Parameter, 'in' | 'required'>>(rule: Rule): Rule {
  return rule.in === 'cookie' ? { ...rule, required: false } : rule;
}

function emitOperation(operation: Operation, { schemas, securitySchemes }: ServiceModel): string {
  const name = pascalCase(operation.name);
  const parameters = describeRequest(operation, schemas).parameters.map(notNeeded);
  const { requestBody } = operation;
  const body = requestBody?.content.map((media) => [media.mediaType, bodyWriter(media, schemas)] as const) ?? [];
  const fields = [
    `name: ${stringLiteral(operation.name)}`,
    `method: ${stringLiteral(operation.method)}`,
    `path: ${stringLiteral((operation.basePaths[0] ?? '') + operation.path)}`,
    `parameters: ${listLiteral(parameters.map(valueLiteral), '  ')}`,
    ...(operation.security.length === 0 ? [] : [`security: ${valueLiteral(securityRule(operation, securitySchemes))}`]),
    ...(body.length === 0
      ? []
      : [`body: { required: ${requestBody?.required}, content: ${listLiteral(body.map(pair), '  ')} }`]),
    `answers: ${listLiteral(answerRules(operation, schemas), '  ')}`,
  ];
  const kind = isCallOptional(withoutNeededCookies(operation)) ? 'OptionalOperation' : 'Operation';
  return `${operationComment(operation)}export const ${operation.name}: ${runtimeName}.${kind}<${name}Call, ${name}Answer> = /* @__PURE__ */ ${runtimeName}.operation({
${fields.map((field) => `  ${field},\n`).join('')}});
`;
}

function answerRules(operation: Operation, schemas: ServiceModel['schemas']): readonly string[] {
  return operation.responses.map((response) => {
    const headers = headersReader(operation, response, schemas);
    const content = response.content.map((media) => [media.mediaType, bodyReader(media, schemas)] as const);
    const fields = [
      `status: ${stringLiteral(response.status)}`,
      ...(headers === undefined ? [] : [`headers: ${headers}`]),
      `content: ${listLiteral(content.map(pair), '    ')}`,
    ];
    return `{ ${fields.join(', ')} }`;
  });
}

function pair([mediaType, codec]: readonly [string, string]): string {
  return `[${stringLiteral(mediaType)}, ${codec}]`;
}

function listLiteral(items: readonly string[], indent: string): string {
  if (items.length === 0) return '[]';
  return `[\n${items.map((item) => `${indent}  ${item},\n`).join('')}${indent}]`;
}

function securityRule(
  { security }: Operation,
  schemes: ServiceModel['securitySchemes'],
): readonly (readonly object[])[] {
  return security.map((required) =>
    required.map(({ scheme: name }) => {
      const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
      return { scheme: name, ...(scheme === undefined ? { in: 'connection' } : placeOf(scheme)) };
    }),
  );
}

function placeOf(scheme: SecurityScheme): { readonly in: string; readonly name?: string } {
  switch (scheme.type) {
    case 'apiKey':
      return { in: scheme.in, name: scheme.parameterName };
    case 'oauth2':
    case 'openIdConnect':
      return { in: 'bearer' };
    case 'http':
      return { in: scheme.scheme === 'basic' || scheme.scheme === 'bearer' ? scheme.scheme : 'connection' };
    case 'mutualTLS':
      return { in: 'connection' };
  }
}
