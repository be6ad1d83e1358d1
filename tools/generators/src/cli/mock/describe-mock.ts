import { type Diagnostic, type ServiceModel, visibleText } from '@brrt/service-model';
import { formatTable } from '../format-table.ts';
import type { MockOptions } from './create-mock.ts';

export interface MockDescription extends Pick<MockOptions, 'seed' | 'dynamic' | 'cors' | 'auth'> {
  readonly stateful: boolean;
  readonly url: string;
  /** As the user named it. */
  readonly spec: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly json: boolean;
}

const mostRows = 40;

/** What a mock says when it listens: one JSON object for machines, else a table of what it answers. */
export function describeMock(model: ServiceModel, description: MockDescription): readonly string[] {
  const { url, spec, diagnostics, json, ...modes } = description;
  const operations = model.operations.map(({ method, path, id }) => ({ method, path, id }));
  const bases = [...new Set(model.operations.flatMap(({ basePaths }) => basePaths))].filter((base) => base !== '');
  const isSecured = model.operations.some(({ security }) => security.length > 0);
  if (json)
    return [JSON.stringify({ url, spec, title: model.title, ...modes, operations, findings: diagnostics.length })];
  const hasDocs = operations.every(({ path }) => path !== '/docs');
  const rows = operations.slice(0, mostRows).map(({ method, path, id }) => [method, path, id].map(visibleText));
  const more = operations.length - rows.length;
  return [
    `${visibleText(`${model.title} ${model.version}`)}: ${operations.length} operation${operations.length === 1 ? '' : 's'} of ${spec} at ${url}`,
    '',
    ...formatTable([['method', 'path', 'operation'], ...rows]),
    ...(more > 0 ? [`  … and ${more} more, all in ${url}/openapi.json`] : []),
    '',
    ...(bases.length > 0 ? [`The same below ${visibleText(bases.join(', '))}.`] : []),
    ...(isSecured ? [credentialsLine(description)] : []),
    ...(diagnostics.length > 0 ? [`${diagnostics.length} finding(s) about the contract: brrt lint ${spec}`] : []),
    ...(hasDocs ? [`To read and to try out: ${url}/docs`] : []),
    ...(description.stateful ? ['What is created is remembered; POST /__brrt/reset forgets it.'] : []),
    'Ask for other answers with the header Prefer: code=404, example=<name>, dynamic=true, seed=<number>.',
    'What is saved is served from the next request on. Ctrl-C ends it.',
  ];
}

function credentialsLine({ auth }: MockDescription): string {
  return auth
    ? 'Credentials have to be there and of the right form; any are accepted. --no-auth asks for none.'
    : 'No credentials are asked for.';
}
