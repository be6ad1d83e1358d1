import type { Operation, SecurityScheme, ServiceModel } from '@brrt/service-model';
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
    '',
    `  npx nx serve ${name}`,
    ...(exampleCall(model, { port, config: read('config.development.yaml') ?? '' }) ?? []).map((line) => `  ${line}`),
    '',
    'Every operation answers from the contract. To write one yourself:',
    '',
    `  npx nx g brrt:handler ${name} ${model.operations[0]?.id ?? '<operationId>'}`,
    '',
  ];
  return lines.join('\n');
}

function exampleCall(
  model: ServiceModel,
  { port, config }: { readonly port: number; readonly config: string },
): readonly string[] | undefined {
  const operation = [...model.operations].sort((a, b) => difficulty(a) - difficulty(b))[0];
  if (operation === undefined) return undefined;
  const path = exampleTarget(operation);
  const method = operation.method === 'GET' ? '' : `-X ${shellQuoted(operation.method)} `;
  const schemes = (operation.security[0] ?? []).map(({ scheme }) =>
    requiredSchemes(model).find(({ name }) => name === scheme),
  );
  const credentials = schemes.flatMap((scheme) => (scheme === undefined ? [] : credentialOption(scheme, config)));
  return [`curl ${[...credentials, `${method}${shellQuoted(`http://localhost:${port}${path}`)}`].join(' ')}`];
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
  const lines = config.split('\n');
  const start = lines.findIndex((line) => line === `    ${scheme}:` || line === `    ${JSON.stringify(scheme)}:`);
  if (start === -1) return undefined;
  for (const line of lines.slice(start + 1)) {
    if (!line.startsWith('      ')) return undefined;
    const value = /^ {6}(\w+): (.*)$/.exec(line);
    if (value?.[1] === field) return value[2];
  }
  return undefined;
}

/** For a POSIX shell: nothing of a contract is ever run. */
function shellQuoted(text: string): string {
  return /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
