import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type CallEvent, type CallRequest, type Console, createConsole } from '@brrt/dashboard';
import { createService, type Service } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
import type { Handler, HandlerRequest, HandlerResult } from '@brrt/router-core/ports';
import { createSecurity } from '@brrt/security';
import { createContractTools } from '../../tools/generators/src/cli/dashboard/create-contract-tools.ts';

/** A workspace with the one app `everything`, its service and a console for it. */
export interface World extends AsyncDisposable {
  readonly root: string;
  readonly console: Console;
  readonly url: string;
  readonly service: Service;
  call(request: Partial<CallRequest> & { readonly operationId: string }): Promise<readonly CallEvent[]>;
  /** What the handler was given, for an operation that echoes. */
  echo(request: Partial<CallRequest> & { readonly operationId: string }): Promise<unknown>;
}

const config = 'port: 0\n';

export const development = `security:
  development:
    Header: { key: canary-header-key }
    Query: { key: canary-query-key }
    Cookie: { key: canary-cookie-key }
    Basic: { username: ada, password: canary-password }
    Bearer: { token: canary-token, scopes: [read] }
`;

const contract = new URL('contract.yaml', import.meta.url);

export async function createWorld(answer?: Handler): Promise<World> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'brrt-console-')));
  const folder = join(root, 'apps/everything');
  await mkdir(folder, { recursive: true });
  await copyFile(contract, join(folder, 'openapi.yaml'));
  await writeFile(join(folder, 'config.yaml'), config);
  await writeFile(join(folder, 'config.development.yaml'), development);
  const loaded = await loadContract({ service: 'everything', file: new URL(`file://${folder}/openapi.yaml`) });
  const settings = await readConfig({ directory: folder, env: {} });
  const handlers = Object.fromEntries(loaded.model.operations.map(({ name }) => [name, echo]));
  const { handlers: security } = createSecurity(withoutCertificates(loaded.model), settings);
  const service = createService({
    contract: { ...loaded, model: withoutCertificates(loaded.model) },
    handlers: { ...handlers, ...(answer !== undefined && { answer }) },
    security,
    config: settings,
  });
  const { url } = await service.listen({ host: '127.0.0.1', port: 0 });
  const tools = createContractTools({ workspaceRoot: root, env: {} });
  const console = createConsole({
    tools,
    addressOf: (name) => (name === 'everything' ? url : undefined),
    switchMocks: () => true,
  });
  const call: World['call'] = (request) => collect(console, request);
  return {
    root,
    console,
    url,
    service,
    call,
    async echo(request) {
      return JSON.parse(bodyOf(await call(request)));
    },
    async [Symbol.asyncDispose]() {
      await service.close();
      await rm(root, { recursive: true });
    },
  };
}

type Model = Awaited<ReturnType<typeof loadContract>>['model'];

/** The service has no TLS: nobody could call the operation that asks for a certificate. */
function withoutCertificates(model: Model): Model {
  return { ...model, operations: model.operations.filter(({ id }) => id !== 'withCertificate') };
}

export async function collect(
  console: Console,
  request: Partial<CallRequest> & { readonly operationId: string },
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly CallEvent[]> {
  const whole: CallRequest = { parameters: {}, headers: {}, credentials: [], sendInvalid: false, ...request };
  return listed(console.call('everything', whole, signal));
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
