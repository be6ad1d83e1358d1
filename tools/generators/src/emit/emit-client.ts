import type { Callback, ContractSubset, Operation, ServiceModel } from '@brrt/service-model';
import { type ClientScope, clientHeader } from './client-scope.ts';
import {
  commentText,
  docComment,
  jsonText,
  pascalCase,
  quoted,
  stringLiteral,
  withoutTrailingBlanks,
} from './code-text.ts';
import { answerSchemas, contractSubset, requestSchemas } from './contract-subset.ts';
import { type AnswerTypes, emitAnswer } from './emit-answer.ts';
import { emitCall, isCallOptional } from './emit-call.ts';
import { callbackAnswerSchemas, emitCallbacks, emitWebhooks } from './emit-callbacks.ts';
import { emitLinks } from './emit-links.ts';
import { emitWebSocket, socketTypeName } from './emit-web-socket.ts';
import { reachableNames } from './json-schema.ts';
import { operationLabel } from './operation-label.ts';
import { type SchemaTypes, schemaTypes } from './schema-types.ts';
import { statusTypes } from './status-types.ts';
import { type BodyTypeName, bodyTypeNames, type UsedNames, usedNames } from './used-names.ts';

/** `src/generated/clients/<service>.gen.ts`: everything a consumer needs of the contract, so that nothing else of it matters to him. */
export function emitClient(model: ServiceModel, scope: ClientScope): string {
  const operations = operationsOf(model, scope);
  const subset = contractSubset(model, operations);
  const schemas = schemasIn(model, scope);
  const types = clientTypes(model, scope);
  const names = usedNames<BodyTypeName>();
  const context = { schemas, types, names, statuses: statusTypes() };
  const messages = operations.map((operation) => {
    const answer = emitWebSocket(operation, 'client', context) || emitAnswer(operation, context);
    return `${emitCall(operation, context)}\n${answer}`;
  });
  const name = clientName(scope.service);
  const methods = operations.map(method).join('');
  const follow = exchanges(model, scope, { operations, context });
  const inputs = [...requestSchemas(operations), ...callbackAnswerSchemas(operations, webhooksOf(model, scope))];
  const declarations = types.declarations(inputs);
  const code = `${messages.join('\n')}\n${context.statuses.declarations()}${follow}${declarations === '' ? '' : `${declarations}\n`}`;
  return `${clientHeader(scope)}
import type { ServiceConfig } from '@brrt/router-core/config';
import type { ${portTypes(names)} } from '@brrt/router-core/ports';
import { type ClientOptions, clientSchemas, configuredOptions, createClient } from '@brrt/service-client';
import type { ContractSubset } from '@brrt/service-model';

${docComment([commentText(`${model.title} ${model.version}`)])}export interface ${name} {
${methods}}

export function create${name}(options: ClientOptions): BindableClient<${name}> {
  const schemas = clientSchemas(${stringLiteral(scope.service)}, contract);
  return createClient<${name}>({ service: ${stringLiteral(scope.service)}, contract, schemas }, options);
}

/**
 * The client that \`clients.${scope.service}\` of the configuration describes.
 * @param identity \`clientIdentity\` of \`createSecurity\`, for \`tls: { svid: true }\`
 * @throws ClientConfigurationError when the configuration has no such entry
 */
export function ${connectName(scope.service)}(
  config: Pick<ServiceConfig, 'clients'>,
  identity?: ClientIdentity,
): BindableClient<${name}> {
  return create${name}(configuredOptions(${stringLiteral(scope.service)}, config, identity));
}

${withoutTrailingBlanks(code)}${contractLiteral(subset)}`;
}

/** The types of a client on pooled connections, and what they are called in it. They keep the prose that the contract itself goes without. */
export function clientTypes(model: ServiceModel, scope: ClientScope): SchemaTypes {
  return schemaTypes(schemasIn(model, scope), { taken: namesOf(operationsOf(model, scope), scope) });
}

/** Of a service the client names all operations of, its webhooks too; they belong to none. */
function webhooksOf({ webhooks }: ServiceModel, scope: ClientScope): readonly Callback[] {
  return scope.operations === 'all' ? webhooks : [];
}

/** Callbacks, webhooks and links, as far as they belong to the operations. */
function exchanges(
  model: ServiceModel,
  scope: ClientScope,
  { operations, context }: { readonly operations: readonly Operation[]; readonly context: AnswerTypes },
): string {
  const texts = [
    emitCallbacks(operations, context),
    emitWebhooks(webhooksOf(model, scope), context),
    emitLinks(
      operations.filter(({ webSocket }) => webSocket === undefined),
      { statuses: context.statuses, all: model.operations, messages: clientMessages },
    ),
  ];
  return texts.map((text) => (text === '' ? '' : `${text}\n`)).join('');
}

const clientMessages = [
  ['call', 'Call'],
  ['answer', 'Answer'],
] as const;

function portTypes(names: UsedNames<BodyTypeName>): string {
  const optional = bodyTypeNames.filter((name) => names.has(name));
  return ['BindableClient', 'ClientIdentity', ...optional].sort().join(', ');
}

/** `user-service` → `UserServiceClient`. */
export function clientName(service: string): string {
  return `${service.split('-').map(pascalCase).join('')}Client`;
}

/** `user-service` → `connectUserService`. */
export function connectName(service: string): string {
  return `connect${service.split('-').map(pascalCase).join('')}`;
}

export function operationsOf({ operations }: ServiceModel, scope: ClientScope): readonly Operation[] {
  return scope.operations === 'all' ? operations : operations.filter(({ name }) => scope.operations.includes(name));
}

/** Callbacks and webhooks have types, which the contract of a client goes without. */
export function schemasIn(model: ServiceModel, scope: ClientScope): ServiceModel['schemas'] {
  const operations = operationsOf(model, scope);
  const callbacks = [...operations.flatMap((operation) => operation.callbacks), ...webhooksOf(model, scope)];
  const messages = [...operations, ...callbacks];
  const wanted = reachableNames([...requestSchemas(messages), ...messages.flatMap(answerSchemas)], model.schemas);
  return Object.fromEntries(Object.entries(model.schemas).filter(([name]) => wanted.has(name)));
}

function method(operation: Operation): string {
  const name = pascalCase(operation.name);
  const answer = operation.webSocket === undefined ? `${name}Answer` : socketTypeName(operation);
  return `${operationComment(operation, '  ')}  ${operation.name}(request${isCallOptional(operation) ? '?' : ''}: ${name}Call): Promise<${answer}>;\n`;
}

/** Of what calls an operation. */
export function operationComment(operation: Operation, indent = ''): string {
  const summary = operation.summary === undefined ? '' : ` ${commentText(operation.summary)}`;
  const lines = [`${operationLabel(operation)}${summary}`, ...(operation.deprecated ? ['@deprecated'] : [])];
  return docComment(lines, indent);
}

/** What a client's file has names for, or means by them, beside the schemas. */
function namesOf(operations: readonly Operation[], { service }: ClientScope): ReadonlySet<string> {
  const client = clientName(service);
  const messages = operations.flatMap((operation) => {
    const name = pascalCase(operation.name);
    return [`${name}Call`, operation.webSocket === undefined ? `${name}Answer` : socketTypeName(operation)];
  });
  return new Set([client, `create${client}`, connectName(service), ...messages, ...otherNames]);
}

const otherNames = [
  ...['BinaryBody', 'BindableClient', 'ClientIdentity', 'ClientOptions', 'ContractSubset'],
  ...['ServerSentEvent', 'ServiceConfig', 'WebSocketChannel'],
  ...['Exclude', 'Pick', 'Promise', 'Uint8Array', 'clientSchemas', 'configuredOptions', 'contract', 'createClient'],
  ...[
    'Callbacks',
    'Links',
    'Webhooks',
    'AsNumber',
    'Digit',
    'Status',
    'Status1XX',
    'Status2XX',
    'Status3XX',
    'Status4XX',
    'Status5XX',
  ],
];

/**
 * As text of JSON: a compiler that looks into a large literal takes seconds for it. One line per operation and schema, so
 * that a change of the contract is a change of its line.
 */
function contractLiteral({ operations, schemas, securitySchemes }: ContractSubset): string {
  const lines = [
    '{"operations":[',
    ...listed(operations.map((operation) => jsonText(operation))),
    '],"schemas":{',
    ...listed(members(schemas)),
    '},"securitySchemes":{',
    ...listed(members(securitySchemes)),
    '}}',
  ];
  return `const contract: ContractSubset = JSON.parse(
  [
${lines.map((line) => `    ${quoted(line)},\n`).join('')}  ].join(''),
);
`;
}

/** With a comma behind all but the last. */
function listed(items: readonly string[]): readonly string[] {
  return items.map((item, index) => (index === items.length - 1 ? item : `${item},`));
}

function members(record: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(record).map(([name, value]) => `${jsonText(name)}:${jsonText(value)}`);
}
