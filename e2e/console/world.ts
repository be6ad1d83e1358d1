import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { type CallEvent, type CallLimits, type CallRequest, type Console, createConsole } from '@brrt/dashboard';
import { createService, type Service } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
import type { HandlerRequest, HandlerResult } from '@brrt/router-core/ports';
import { createSecurity } from '@brrt/security';
import { createContractTools } from '../../tools/generators/src/cli/dashboard/create-contract-tools.ts';

export type CallToMake = Partial<CallRequest> & { readonly operationId: string };

/** A workspace with the one app `everything`, its service and a console for it. */
export interface World extends AsyncDisposable {
  readonly root: string;
  readonly console: Console;
  readonly url: string;
  call(request: CallToMake): Promise<readonly CallEvent[]>;
  /** What the handler was given, for an operation that echoes. */
  echo(request: CallToMake): Promise<unknown>;
  addApp(name: string, contract: string): Promise<void>;
}

const development = `security:
  development:
    Header: { key: canary-header-key }
    Query: { key: canary-query-key }
    Cookie: { key: canary-cookie-key }
    Basic: { username: ada, password: canary-password }
    Bearer: { token: canary-token, scopes: [read] }
`;

const registry = `import { fromContract } from '@brrt/router-core/ports';
import { postJson } from './post-json.ts';
export const handlers = { postJson, pathStyles: fromContract };
`;

const contract = new URL('contract.yaml', import.meta.url);
const name = 'everything';

/** Every operation answers with what it was given. */
export async function createWorld(): Promise<World> {
  const root = await createWorkspace();
  const folder = join(root, 'apps', name);
  const service = await createEcho(folder);
  const { url } = await service.listen({ host: '127.0.0.1', port: 0 });
  const console = createConsole({
    tools: createContractTools({ workspaceRoot: root, env: {} }),
    addressOf: (service) => (service === name ? url : undefined),
    send: () => true,
  });
  const call: World['call'] = (request) => collect(console, request);
  return {
    root,
    console,
    url,
    call,
    async echo(request) {
      const events = await call(request);
      const body = bodyOf(events);
      if (body === '') throw new TypeError(JSON.stringify(events, undefined, 2));
      return JSON.parse(body);
    },
    async addApp(app, text) {
      await mkdir(join(root, 'apps', app));
      await writeFile(join(root, 'apps', app, 'openapi.yaml'), text);
    },
    async [Symbol.asyncDispose]() {
      await service.close();
      await rm(root, { recursive: true });
    },
  };
}

async function createWorkspace(): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'brrt-console-')));
  const folder = join(root, 'apps', name);
  await mkdir(join(folder, 'src/handlers'), { recursive: true });
  await copyFile(contract, join(folder, 'openapi.yaml'));
  await writeFile(join(folder, 'config.yaml'), 'port: 0\n');
  await writeFile(join(folder, 'src/handlers/index.ts'), registry);
  await writeFile(join(folder, 'src/handlers/post-json.ts'), '');
  await writeFile(join(folder, 'config.development.yaml'), development);
  return root;
}

async function createEcho(folder: string): Promise<Service> {
  const loaded = await loadContract({ service: name, file: pathToFileURL(join(folder, 'openapi.yaml')) });
  const config = await readConfig({ directory: folder, env: {} });
  const model = withoutCertificates(loaded.model);
  const { handlers: security } = createSecurity(model, config);
  const handlers = Object.fromEntries(model.operations.map((operation) => [operation.name, echo]));
  return createService({ contract: { ...loaded, model }, handlers, security, config });
}

/** A console whose service is whatever listens at an address. */
export interface RawConsole extends AsyncDisposable {
  readonly root: string;
  readonly console: Console;
  call(request: CallToMake, signal: AbortSignal): AsyncIterable<CallEvent>;
}

export async function createRawConsole(url: string, limits: Partial<CallLimits> = {}): Promise<RawConsole> {
  const root = await createWorkspace();
  const tools = createContractTools({ workspaceRoot: root, env: {} });
  const console = createConsole({ tools, addressOf: () => url, send: () => true, limits });
  return {
    root,
    console,
    call: (request, signal) => console.call(name, wholeCall(request), signal),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  };
}

type Model = Awaited<ReturnType<typeof loadContract>>['model'];

/** The service has no TLS: nobody could call the operation that asks for a certificate. */
function withoutCertificates(model: Model): Model {
  return { ...model, operations: model.operations.filter(({ id }) => id !== 'withCertificate') };
}

export function collect(console: Console, request: CallToMake): Promise<readonly CallEvent[]> {
  return callTo(console, name, request);
}

export function callTo(console: Console, service: string, request: CallToMake): Promise<readonly CallEvent[]> {
  return listed(console.call(service, wholeCall(request), new AbortController().signal));
}

function wholeCall(request: CallToMake): CallRequest {
  return { parameters: {}, headers: {}, credentials: [], sendInvalid: false, ...request };
}

async function listed<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export function bodyOf(events: readonly CallEvent[]): string {
  return events.map((event) => (event.type === 'chunk' ? (event.text ?? '') : '')).join('');
}

async function echo(request: HandlerRequest): Promise<HandlerResult> {
  return { status: 200, contentType: 'application/json', body: await described(request) };
}

/** Octets as text, items as a list; what was not sent is left out. */
async function described(value: unknown): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Promise.all(value.map(described));
  if ('stream' in value && typeof value.stream === 'function') {
    const { filename, mediaType } = value as Readonly<Record<string, unknown>>;
    return { filename, mediaType, content: await text(value.stream()) };
  }
  if ('bytes' in value) return text(value as unknown as AsyncIterable<Buffer>);
  if (Symbol.asyncIterator in value) return listed(value as AsyncIterable<unknown>);
  const members = await Promise.all(
    Object.entries(value).map(async ([name, member]) => [name, await described(member)] as const),
  );
  return Object.fromEntries(members.filter(([, member]) => member !== undefined && !isEmpty(member)));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
