import { compileJourney, generateRequest } from '@brrt/router-core/examples';
import { createLiveSchemas } from '@brrt/router-core/schema';
import { type Operation, type SecurityScheme, type ServiceModel, visibleText } from '@brrt/service-model';
import { parse } from 'yaml';
import { requiredSchemes } from '../../emit/emit-config.ts';
import { exampleTarget } from '../../emit/emit-service-test.ts';
import type { AppTree } from '../app-tree.ts';

export interface DescribedService {
  readonly model: ServiceModel;
  readonly port: number;
  readonly isNew: boolean;
}

/** What was made and how to try it. */
export function describeService({ name, root, read }: AppTree, { model, port, isNew }: DescribedService): string {
  const count = `${model.operations.length} operation${model.operations.length === 1 ? '' : 's'}`;
  const lines = [
    '',
    `${isNew ? 'Made' : 'Checked'} ${root}: ${model.title}, ${count}, port ${port}.`,
    ...leftOut(model),
    '',
    `  npx nx serve ${name}`,
    ...(exampleCall(model, { port, config: read('config.development.yaml') ?? '' }) ?? []).map((line) => `  ${line}`),
    '',
    ...nextStep(name, model),
    '',
  ];
  return lines.map(visibleText).join('\n');
}

function nextStep(name: string, { operations }: ServiceModel): readonly string[] {
  const own = operations.filter(({ passThrough }) => passThrough === undefined);
  if (own.length === 0 && operations.length > 0) return ['Every operation is passed on to another service.'];
  return [
    'What has no handler answers from the contract. To write one:',
    '',
    `  npx nx g brrt:handler ${name} ${own[0]?.id ?? '<operationId>'}`,
  ];
}

function leftOut({ brokenOperations: { length } }: ServiceModel): readonly string[] {
  if (length === 0) return [];
  const what =
    length === 1 ? '1 operation cannot be read and answers' : `${length} operations cannot be read and answer`;
  return [`${what} 501; see above.`];
}

function exampleCall(
  model: ServiceModel,
  { port, config }: { readonly port: number; readonly config: string },
): readonly string[] | undefined {
  const operation = [...model.operations].sort((a, b) => difficulty(a) - difficulty(b))[0];
  if (operation === undefined) return undefined;
  const path = targetOf(operation, model);
  const method = operation.method === 'GET' ? '' : `-X ${shellQuoted(operation.method)} `;
  const schemes = (operation.security[0] ?? []).map(({ scheme }) =>
    requiredSchemes(model).find(({ name }) => name === scheme),
  );
  const credentials = schemes.flatMap((scheme) => (scheme === undefined ? [] : credentialOption(scheme, config)));
  return [`curl ${[...credentials, `${method}${shellQuoted(`http://localhost:${port}${path}`)}`].join(' ')}`];
}

/** With a 1 in every place of the path, where the contract takes that and asks for nothing else. */
function targetOf(operation: Operation, contract: ServiceModel): string {
  const schemas = createLiveSchemas(contract);
  const takesOne = operation.parameters.every((parameter) =>
    parameter.in === 'path'
      ? [1, '1'].some(compileJourney(parameter, { operation, contract, schemas }))
      : !parameter.required,
  );
  if (takesOne) return exampleTarget(operation);
  // Credentials are told apart.
  const made = generateRequest({ ...operation, security: [] }, contract, { schemas });
  return 'request' in made ? made.request.target : exampleTarget(operation);
}

/** Lowest for what can be tried at once: a secured GET whose address says everything. */
function difficulty({ method, parameters, requestBody, security }: Operation): number {
  const required = parameters.filter((parameter) => parameter.required);
  const elsewhere = required.filter((parameter) => parameter.in !== 'path').length;
  const isPublic = security.length === 0 ? 5 : 0;
  return (
    (method === 'GET' ? 0 : 100) + (requestBody === undefined ? 0 : 50) + elsewhere * 10 + required.length + isPublic
  );
}

function credentialOption(scheme: SecurityScheme, config: string): readonly string[] {
  const key = developmentValue(config, scheme.name, scheme.type === 'apiKey' ? 'key' : 'token');
  const password = developmentValue(config, scheme.name, 'password');
  if (password !== undefined) return [`-u ${shellQuoted(`developer:${password}`)}`];
  if (key === undefined) return [];
  if (scheme.type !== 'apiKey') return [`-H ${shellQuoted(`Authorization: Bearer ${key}`)}`];
  if (scheme.in === 'header') return [`-H ${shellQuoted(`${scheme.parameterName}: ${key}`)}`];
  return scheme.in === 'cookie'
    ? [`-b ${shellQuoted(`${scheme.parameterName}=${key}`)}`]
    : [`-G -d ${shellQuoted(`${scheme.parameterName}=${key}`)}`];
}

/** A credential as `emitDevelopmentConfig` writes it. */
function developmentValue(config: string, scheme: string, field: string): string | undefined {
  let found: unknown = parse(config, { mapAsMap: true });
  for (const key of ['security', 'development', scheme, field])
    found = found instanceof Map ? found.get(key) : undefined;
  return typeof found === 'string' ? found : undefined;
}

/** For a POSIX shell: nothing of a contract is ever run. */
function shellQuoted(text: string): string {
  return /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
