import { type Document, isMap, parseDocument } from 'yaml';
import type { AppTree } from '../app-tree.ts';

export interface CalledService {
  readonly called: AppTree;
  readonly port: number;
}

/** Says in the caller's configuration where the service is, and for development how to be let in. What is there stays. */
export function addClientConfig(app: AppTree, { called, port }: CalledService): void {
  const variable = `${called.name.replaceAll('-', '_').toUpperCase()}_URL`;
  edit(app, 'config.yaml', (config) => {
    if (config.hasIn(['clients', called.name])) return;
    config.setIn(['clients', called.name], config.createNode({ url: `\${${variable}:-http://localhost:${port}}` }));
  });
  const credentials = developmentCredentials(called.read('config.development.yaml') ?? '');
  if (Object.keys(credentials).length === 0) return;
  edit(app, 'config.development.yaml', (config) => {
    const path = ['clients', called.name, 'credentials'];
    if (!config.hasIn(path)) config.setIn(path, config.createNode(credentials));
  });
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
