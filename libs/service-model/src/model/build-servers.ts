import type { BuildContext } from './build-context.ts';
import { definedFields, isJsonObject, listField, objectEntries, stringField } from './fields.ts';
import type { JsonObject } from './json.ts';
import type { Server } from './service-model.ts';

/** Combinations of variables beyond which only the defaults are filled in. */
const maxCombinations = 256;

/** The Server Objects of a document, path item or operation (OpenAPI 3.1 §4.8.5); `undefined` when it names none. */
export function buildServers(owner: JsonObject, context: BuildContext): readonly Server[] | undefined {
  const servers = listField(owner, 'servers').filter(isJsonObject);
  if (servers.length === 0) return undefined;
  return servers.map((server) => buildServer(server, context));
}

/** The base paths of several servers, each once. */
export function basePathsOf(servers: readonly Server[]): readonly string[] {
  return [...new Set(servers.flatMap(({ basePaths }) => basePaths))];
}

export function buildServer(server: JsonObject, context: BuildContext): Server {
  const url = stringField(server, 'url') ?? '/';
  const description = stringField(server, 'description');
  const paths = fillVariables(url, server, context);
  return {
    url,
    ...definedFields<Pick<Server, 'description'>>({ description }),
    // The first variable may bring scheme and host: '{apiRoot}/v1' with 'https://api.example.org' → '/v1'
    basePaths: [...new Set(paths.map((path) => basePathOf(url.startsWith('{') ? pathPart(path) : path)))],
  };
}

function fillVariables(url: string, server: JsonObject, context: BuildContext): readonly string[] {
  const path = pathPart(url);
  const names = [...new Set([...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? ''))];
  if (names.length === 0) return [path];
  const values = names.map((name) => ({ name, ...variableValues(name, server, context) }));
  const combinations = values.reduce((count, { all }) => count * all.length, 1);
  if (combinations > maxCombinations) {
    const at = context.sources.locate(server, 'url');
    context.report.warning({
      at,
      code: 'too-many-servers',
      message: `The server has ${combinations} base paths`,
      hint: 'Only the one with all defaults is used',
    });
  }
  const usedValues = (all: readonly string[], standard: string): readonly string[] =>
    combinations > maxCombinations ? [standard] : all;
  return values.reduce<readonly string[]>(
    (paths, { name, all, standard }) =>
      paths.flatMap((made) => usedValues(all, standard).map((value) => made.replaceAll(`{${name}}`, () => value))),
    [path],
  );
}

interface VariableValues {
  readonly all: readonly string[];
  readonly standard: string;
}

function variableValues(name: string, server: JsonObject, context: BuildContext): VariableValues {
  const variable = objectEntries(server, 'variables').find(([key]) => key === name)?.[1];
  const allowed =
    variable === undefined ? [] : listField(variable, 'enum').filter((value) => typeof value === 'string');
  const standard = variable === undefined ? undefined : stringField(variable, 'default');
  if (standard === undefined && allowed[0] === undefined) {
    const at = context.sources.locate(server, 'url');
    context.report.warning({
      at,
      code: 'undeclared-variable',
      message: `The server variable {${name}} has no default`,
      hint: 'It is read as empty',
    });
  }
  const first = standard ?? allowed[0] ?? '';
  return { all: allowed.length === 0 ? [first] : allowed, standard: first };
}

// 'https://api.example.org/v1?x#y' → '/v1'; '{scheme}://{host}/v1' → '/v1'; 'v1' → 'v1'
function pathPart(url: string): string {
  return url
    .replace(/^(?:[a-z][a-z0-9+.-]*|\{[^{}/]*\}):\/\/[^/?#]*/i, '')
    .replace(/^\/\/[^/?#]*/, '')
    .replace(/[?#].*$/s, '');
}

// '' for the root, otherwise '/v1' without a slash at the end and without '.' and '..'.
function basePathOf(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.map((segment) => `/${segment}`).join('');
}
