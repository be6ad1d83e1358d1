import { relative } from 'node:path';
import {
  type CredentialClash,
  credentialClashes,
  type Operation,
  type SecurityScheme,
  type ServiceModel,
} from '@brrt/service-model';
import { logger } from '@nx/devkit';
import { type Document, isMap, Pair, parseDocument, Scalar, YAMLMap } from 'yaml';
import { findCalled } from '../../emit/find-called.ts';
import { distinctVariableNames, variableName } from '../../emit/variable-name.ts';
import type { AppTree } from '../app-tree.ts';
import { readPort } from '../choose-port.ts';

export interface CalledService {
  readonly called: AppTree;
  readonly port: number;
}

/** Says in the caller's configuration where the service is, and for development how to be let in. What is there stays. */
export function addClientConfig(app: AppTree, { called, port }: CalledService): void {
  edit(app, 'config.yaml', (config) => {
    addClient(config, called.name, { url: urlOf(called.name, `http://localhost:${port}`) });
  });
  const credentials = developmentCredentials(called.read('config.development.yaml') ?? '');
  if (Object.keys(credentials).length === 0) return;
  edit(app, 'config.development.yaml', (config) => addClient(config, called.name, { credentials }));
  const distinct = distinctVariableNames(
    ['config.yaml', 'config.production.yaml'].flatMap((path) => variablesIn(app, path)),
  );
  const variables = Object.keys(credentials).map((scheme) => [scheme, `\${${distinct(`${called.name}_${scheme}`)}}`]);
  edit(app, 'config.production.yaml', (config) =>
    addClient(config, called.name, { credentials: Object.fromEntries(variables) }),
  );
}

function variablesIn(app: AppTree, path: string): readonly string[] {
  return [...(app.read(path) ?? '').matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);
}

function urlOf(service: string, otherwise: string): string {
  return `\${${variableName(service)}_URL:-${otherwise}}`;
}

/**
 * The same for every service that operations of the app are passed on to, with the schemes that let them in.
 * @param modelOf the contract of a service of this workspace
 */
export async function addPassedServices(
  app: AppTree,
  { operations }: Pick<ServiceModel, 'operations'>,
  modelOf: (service: string) => Promise<CalledContract | undefined>,
): Promise<void> {
  const passed = operations.filter(({ passThrough }) => passThrough !== undefined);
  for (const service of new Set(passed.map(({ passThrough }) => passThrough?.service ?? ''))) {
    const called = await modelOf(service);
    if (called === undefined) {
      // Where BRRTRouter would look for it.
      edit(app, 'config.yaml', (config) =>
        addClient(config, service, { url: urlOf(service, `http://${service}:8080`) }),
      );
      continue;
    }
    addClientConfig(app, { called: called.app, port: readPort(called.app.read('config.yaml') ?? '') ?? 8080 });
    const own = passed.filter(({ passThrough }) => passThrough?.service === service);
    const schemes = schemesFor(own, called);
    if (Object.keys(schemes).length === 0) continue;
    edit(app, 'config.yaml', (config) => addClient(config, service, { pass_through: { security_schemes: schemes } }));
  }
}

export interface CalledContract {
  readonly app: AppTree;
  readonly model: ServiceModel;
}

/** The schemes that open the operations, of which there are credentials; no two of them take the same field of a request. */
function schemesFor(passed: readonly Operation[], { app, model }: CalledContract): Record<string, unknown> {
  const { securitySchemes } = model;
  const known = developmentCredentials(app.read('config.development.yaml') ?? '');
  let chosen: readonly string[] = [];
  for (const operation of passed) {
    const possible = (findCalled(operation, model)?.security ?? [])
      .map((alternative) => alternative.map(({ scheme }) => scheme))
      .filter((names) => names.every((name) => Object.hasOwn(known, name) && schemeConfig(securitySchemes[name])));
    const wanted = possible.map((names) => [...new Set([...chosen, ...names])]);
    const clashes = wanted.map((names) => credentialClashes(names, securitySchemes)[0]);
    const fits = wanted.find((_, index) => clashes[index] === undefined);
    chosen = fits ?? chosen;
    const [clash] = fits === undefined ? clashes : [];
    if (clash !== undefined) warnOfClash(operation, app.name, clash);
  }
  return Object.fromEntries(chosen.map((name) => [name, schemeConfig(securitySchemes[name])]));
}

function warnOfClash({ id, source }: Operation, service: string, { schemes, field }: CredentialClash): void {
  const { file, line, pointer } = source;
  logger.warn(
    `${relative(process.cwd(), file)}:${line} ${pointer} ${id} goes on to ${service} without what that asks for: ` +
      `${schemes.join(' and ')} both take ${field}, and what is passed on to a service carries one of them. ` +
      'Write a handler for it that calls the service with a client, or change the contract of the service',
  );
}

function schemeConfig(scheme: SecurityScheme | undefined): Readonly<Record<string, string>> | undefined {
  if (scheme?.type === 'apiKey') return { type: 'apiKey', in: scheme.in, name: scheme.parameterName };
  if (scheme?.type === 'oauth2' || scheme?.type === 'openIdConnect') return { type: 'http', scheme: 'bearer' };
  if (scheme?.type !== 'http' || !['basic', 'bearer'].includes(scheme.scheme)) return undefined;
  return { type: 'http', scheme: scheme.scheme };
}

function addClient(config: Document, service: string, entries: Readonly<Record<string, unknown>>): void {
  const clients = clientsOf(config);
  const existing = clients?.get(service);
  if (existing === undefined || existing === null) clients?.set(service, config.createNode(entries));
  if (!isMap(existing)) return;
  for (const [key, value] of Object.entries(entries)) {
    if (!existing.has(key)) existing.set(key, config.createNode(value));
  }
}

/** The section of the clients, made where there is none; undefined when something else stands there. */
function clientsOf(config: Document): YAMLMap | undefined {
  const present = config.get('clients');
  if (isMap(present)) return present;
  if (present !== undefined && present !== null) return undefined;
  const clients = new YAMLMap();
  if (config.has('clients')) config.set('clients', clients);
  else config.add(new Pair(sectionName(config, 'clients'), clients));
  return clients;
}

/** Behind an empty line, unless nothing comes before. */
function sectionName(config: Document, name: string): Scalar {
  const key = new Scalar(name);
  key.spaceBefore = config.contents !== null;
  return key;
}

function edit({ read, write }: AppTree, path: string, change: (config: Document) => void): void {
  const text = read(path) ?? '';
  const config: Document = parseDocument(text);
  // What cannot be read is its owner's to mend: the service says so when it starts.
  if (config.errors.length > 0 || (config.contents !== null && !isMap(config.contents))) return;
  const before = config.toString({ lineWidth: 0 });
  // A file of comments alone has nothing that an entry could be added to.
  config.contents ??= new YAMLMap();
  change(config);
  const after = config.toString({ lineWidth: 0 });
  if (after !== before) write({ path, text: after, owner: 'developer' });
}

/** By security scheme: what the caller has to send. */
function developmentCredentials(config: string): Record<string, string> {
  const security: unknown = parseDocument(config).toJS()?.security?.development;
  if (typeof security !== 'object' || security === null) return {};
  return Object.fromEntries(
    Object.entries(security).flatMap(([scheme, entry]) => {
      const credential = credentialOf(entry);
      return credential === undefined ? [] : [[scheme, credential]];
    }),
  );
}

function credentialOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { key, token, username, password } = entry as Readonly<Record<string, unknown>>; // each member is checked below
  if (typeof key === 'string') return key;
  if (typeof token === 'string') return token;
  return typeof username === 'string' && typeof password === 'string' ? `${username}:${password}` : undefined;
}
