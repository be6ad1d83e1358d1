import { Agent, type ClientRequest, request as send } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** What became of the requests of one traffic. */
export interface Counts {
  readonly answered: number;
  readonly aborted: number;
  readonly byStatus: ReadonlyMap<string, number>;
  /** The first answer that nobody should get. */
  readonly failure: string | undefined;
}

export interface Traffic {
  /** Lets what is under way come to its end, and closes every connection. */
  stop(): Promise<Counts>;
}

interface Kind {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly type?: string;
  readonly body?: string;
  readonly status: number;
  /** Milliseconds until the client goes away. */
  readonly vanishesAfter?: number;
  /** Times among all. */
  readonly share: number;
}

const json = 'application/json';
const upload = `--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n${'x'.repeat(50_000)}\r\n--x--\r\n`;
const form = 'multipart/form-data; boundary=x';
const pet = JSON.stringify({ id: 1, name: 'Rex', tags: ['calm'] });

const kinds: readonly Kind[] = [
  { method: 'GET', path: '/pets/1', status: 200, share: 40 },
  { method: 'POST', path: '/pets', type: json, body: pet, status: 200, share: 20 },
  { method: 'GET', path: '/slow', status: 200, share: 8 },
  { method: 'GET', path: '/pets/none', status: 400, share: 4 },
  { method: 'POST', path: '/pets', type: json, body: '{"id":', status: 400, share: 4 },
  { method: 'POST', path: '/pets', type: 'text/plain', body: 'x', status: 415, share: 2 },
  { method: 'GET', path: '/nowhere', status: 404, share: 4 },
  { method: 'GET', path: '/fails', status: 500, share: 2 },
  { method: 'GET', path: '/hangs', status: 504, share: 2 },
  { method: 'POST', path: '/files', type: form, body: upload, status: 200, share: 4 },
  { method: 'GET', path: '/health', status: 200, share: 2 },
  { method: 'GET', path: '/metrics', status: 200, share: 1 },
  { method: 'GET', path: '/events', status: 200, vanishesAfter: 120, share: 3 },
  { method: 'GET', path: '/hangs', status: 504, vanishesAfter: 20, share: 2 },
  {
    method: 'POST',
    path: '/files',
    type: form,
    body: upload.slice(0, 20_000),
    status: 200,
    vanishesAfter: 20,
    share: 2,
  },
];
const mix = kinds.flatMap((kind) => Array.from({ length: kind.share }, () => kind));
const clients = 48;

export function makeTraffic(port: number): Traffic {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const byStatus = new Map<string, number>();
  const state = { answered: 0, aborted: 0, failure: undefined as string | undefined, isRunning: true };
  const ask = async (): Promise<void> => {
    while (state.isRunning) {
      const kind = mix[Math.floor(Math.random() * mix.length)];
      if (kind === undefined) continue;
      const status = await exchange(port, agent, kind);
      if (kind.vanishesAfter !== undefined) state.aborted++;
      else {
        state.answered++;
        byStatus.set(String(status), (byStatus.get(String(status)) ?? 0) + 1);
        // Where the machine has no time for it, a service refuses.
        if (status !== kind.status && status !== 503) state.failure ??= `${kind.method} ${kind.path}: ${status}`;
      }
    }
  };
  const asking = Array.from({ length: clients }, ask);
  return {
    async stop() {
      state.isRunning = false;
      await Promise.all(asking);
      agent.destroy();
      return { ...state, byStatus };
    },
  };
}

/** The status, or what went wrong. */
function exchange(port: number, agent: Agent, kind: Kind): Promise<number | string> {
  const { method, path, type, body, vanishesAfter } = kind;
  return new Promise((resolve) => {
    const headers: Record<string, string | number> = {};
    if (type !== undefined) headers['content-type'] = type;
    // Who vanishes in the middle of a body had promised more.
    if (body !== undefined) headers['content-length'] = body.length + (vanishesAfter === undefined ? 0 : 1_000);
    const request = send({ port, host: '127.0.0.1', agent, method, path, headers }, (response) => {
      response.on('error', () => undefined).resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', (error) => resolve(String(error)));
    if (vanishesAfter === undefined) request.end(body);
    else void vanish(request, body, vanishesAfter).then(() => resolve(0));
  });
}

async function vanish(request: ClientRequest, body: string | undefined, after: number): Promise<void> {
  if (body === undefined) request.end();
  else request.write(body);
  await wait(after);
  request.destroy();
}
