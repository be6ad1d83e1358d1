import { visibleText } from '@brrt/service-model';

/** What a client runs on: pooled connections of Node, or `fetch` of browsers and of everything else. */
export type ClientRuntime = 'undici' | 'fetch';

/** Which operations of which service a client has; `'all'` follows the contract. */
export interface ClientScope {
  /** Folder under `apps/`. */
  readonly service: string;
  /** By `Operation.name`. */
  readonly operations: readonly string[] | 'all';
  /** Default `undici`. */
  readonly runtime?: ClientRuntime;
}

/** The scope that a client file was emitted with, read back from its second line; undefined for other files. */
export function readClientScope(text: string): ClientScope | undefined {
  const json = /^\/\/ brrt:client (\{.*\})$/m.exec(text)?.[1];
  if (json === undefined) return undefined;
  const scope: unknown = JSON.parse(json);
  if (typeof scope !== 'object' || scope === null || !('service' in scope) || !('operations' in scope))
    return undefined;
  const { service, operations } = scope;
  if (typeof service !== 'string') return undefined;
  const runtime = 'runtime' in scope && scope.runtime === 'fetch' ? ({ runtime: 'fetch' } as const) : {};
  if (operations === 'all') return { service, operations, ...runtime };
  return Array.isArray(operations)
    ? { service, operations: operations.filter((name) => typeof name === 'string'), ...runtime }
    : undefined;
}

export function clientHeader({ service, operations, runtime }: ClientScope): string {
  const scope = { service, operations, ...(runtime === 'fetch' && { runtime }) };
  // The second line is read back: it keeps the choices without a file of its own.
  return `// Generated from apps/${service}/openapi.yaml by brrt; edits are overwritten. \`npx nx sync\` writes it anew.
// brrt:client ${visibleText(JSON.stringify(scope))}
`;
}
