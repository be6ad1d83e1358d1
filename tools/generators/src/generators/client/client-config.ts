import { type Document, isMap, Pair, parseDocument, Scalar, YAMLMap } from 'yaml';
import type { AppTree } from '../app-tree.ts';

export interface CalledService {
  readonly called: AppTree;
  readonly port: number;
}

/** Says in the caller's configuration where the service is, and for development how to be let in. What is there stays. */
export function addClientConfig(app: AppTree, { called, port }: CalledService): void {
  const variable = `${called.name.replaceAll('-', '_').toUpperCase()}_URL`;
  edit(app, 'config.yaml', (config) => {
    addClient(config, called.name, { url: `\${${variable}:-http://localhost:${port}}` });
  });
  const credentials = developmentCredentials(called.read('config.development.yaml') ?? '');
  if (Object.keys(credentials).length === 0) return;
  edit(app, 'config.development.yaml', (config) => addClient(config, called.name, { credentials }));
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
  const config = parseDocument(text);
  // What cannot be read is its owner's to mend: the service says so when it starts.
  if (config.errors.length > 0 || (config.contents !== null && !isMap(config.contents))) return;
  const before = config.toString({ lineWidth: 0 });
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
