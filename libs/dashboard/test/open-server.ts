import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dashboard, openDashboard, type WorkspaceTools } from '../src/link.ts';

/** A dashboard on free ports, with a state folder of its own. */
export interface OpenDashboard extends AsyncDisposable {
  readonly dashboard: Dashboard;
  readonly folder: string;
  readonly port: number;
  readonly otlpPort: number;
  readonly token: string;
  readonly failures: unknown[];
}

export async function openTestDashboard(): Promise<OpenDashboard> {
  const folder = await mkdtemp(join(tmpdir(), 'brrt-dashboard-'));
  const failures: unknown[] = [];
  const dashboard = await openDashboard({
    name: 'shop',
    stateFolder: join(folder, '.brrt'),
    port: 0,
    otlpPort: 0,
    env: {},
    tools: async () => noTools,
    onFailure: (error) => failures.push(error),
    report: (message) => failures.push(message),
  });
  const url = new URL(dashboard.url);
  return {
    dashboard,
    folder: join(folder, '.brrt'),
    port: Number(url.port),
    otlpPort: Number(new URL(dashboard.otlpUrl).port),
    token: url.searchParams.get('token') ?? '',
    failures,
    async [Symbol.asyncDispose]() {
      await dashboard.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A workspace whose contracts cannot be read. */
export const noTools: WorkspaceTools = {
  contracts: { contractOf: async () => undefined },
  clientsOf: () => [],
  readContract: async ({ root }) => ({ file: `${root}/openapi.yaml`, text: '', model: undefined, findings: [] }),
  readHead: async () => undefined,
};

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface Asking {
  readonly port: number;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** As `fetch`, but with every header as it is given: `Host`, `Origin`, `Sec-Fetch-Site`. */
export function ask({ port, method = 'GET', path, headers = {}, body }: Asking): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const message = request({ port, host: '127.0.0.1', method, path, headers, agent: false }, async (response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    resolve({
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: Buffer.concat(chunks).toString(),
    });
  });
  message.once('error', reject);
  message.end(body);
  return promise;
}

/** Octets to a port as they are, and what comes back until the other side closes. */
export function sendRaw(port: number, text: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(port, '127.0.0.1', () => socket.end(text));
  let answer = '';
  socket.setEncoding('utf8').on('data', (part) => (answer += part));
  socket.once('close', () => resolve(answer));
  socket.once('error', reject);
  return promise;
}
