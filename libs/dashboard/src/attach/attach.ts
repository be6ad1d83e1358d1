import { randomBytes } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { attachProtocol } from '../server/dashboard-server.ts';
import { isSameSecret, proofOf } from '../server/secrets.ts';
import type { DashboardState } from '../server/state-file.ts';
import { fetchLocal } from '../services/fetch-local.ts';
import type { AppControl, Workspace } from '../services/workspace.ts';
import { formatLine, type HostMessage, type MemberMessage, readLines } from './attach-message.ts';

/** A connection to the dashboard that another process of the workspace has. */
export interface Attachment extends Workspace {
  readonly url: string;
  readonly otlpUrl: string;
  /** Resolves when the connection is over, whoever ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Joins the dashboard of the workspace; undefined: there is none at its address, or it is somebody else who listens there. */
export async function attach({ token, url, otlpUrl }: DashboardState): Promise<Attachment | undefined> {
  if (url === undefined || otlpUrl === undefined || !(await hasToken(url, token))) return undefined;
  const socket = await connect(url, token);
  if (socket === undefined) return undefined;
  const controls = new Map<string, AppControl>();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const take = (message: HostMessage): void => {
    const control = controls.get(message.app);
    if (message.type === 'send') control?.send(message.message);
    // What comes of it is reported as an event.
    else control?.act(message.action).catch(() => undefined);
  };
  // Written by the same release of this package: the other side has the token.
  readLines(
    socket,
    (message) => take(message as HostMessage),
    () => {
      socket.destroy();
      resolve();
    },
  );
  const write = (message: MemberMessage): void => void (socket.destroyed || socket.write(formatLine(message)));
  return {
    url,
    otlpUrl,
    ended,
    add(app, control) {
      controls.set(app.name, control);
      write({ type: 'add', app });
    },
    report: (event) => write({ type: 'event', event }),
    close: () => socket.destroy(),
  };
}

/** Before it is sent: whoever took the port in the meantime must not learn the token. */
async function hasToken(url: string, token: string): Promise<boolean> {
  const challenge = randomBytes(24).toString('base64url');
  const answer = await fetchLocal(`${url}/api/identify?challenge=${challenge}`);
  const proof = answer?.status === 200 ? /^\{"proof":"([\w-]+)"\}$/.exec(answer.text)?.[1] : undefined;
  return proof !== undefined && isSameSecret(proof, proofOf(token, challenge));
}

function connect(url: string, token: string): Promise<Duplex | undefined> {
  const { promise, resolve } = Promise.withResolvers<Duplex | undefined>();
  const headers = { connection: 'upgrade', upgrade: attachProtocol, authorization: `Bearer ${token}` };
  const request = get(`${url}/api/attach`, { agent: false, headers });
  request.once('upgrade', (_: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    resolve(socket);
  });
  request.once('response', (response) => {
    response.resume();
    resolve(undefined);
  });
  request.once('error', () => resolve(undefined));
  return promise;
}
