import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Certificate, pkcs8 } from './certificates.ts';

const varint = (value: number): Buffer =>
  value < 0x80 ? Buffer.from([value]) : Buffer.concat([Buffer.from([(value & 0x7f) | 0x80]), varint(value >>> 7)]);
export const field = (number: number, value: string | Uint8Array): Buffer => {
  const octets = Buffer.from(value);
  return Buffer.concat([varint(number * 8 + 2), varint(octets.length), octets]);
};
export const frame = (message: Uint8Array, flag = 0, length = message.length): Buffer => {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(length, 1);
  return Buffer.concat([prefix, message]);
};

export interface Identity {
  readonly id: string;
  readonly chain: readonly Certificate[];
  readonly bundle: readonly Certificate[];
  readonly hint?: string;
}

const derOf = (certificates: readonly Certificate[]): Buffer => Buffer.concat(certificates.map(({ der }) => der));

/** `X509SVIDResponse` */
export function x509Response(
  identities: readonly Identity[],
  federated: Readonly<Record<string, readonly Certificate[]>> = {},
): Buffer {
  const svids = identities.map(({ id, chain, bundle, hint = '' }) => {
    const [leaf] = chain;
    if (leaf === undefined) throw new TypeError('an identity has a certificate');
    const parts = [
      field(1, id),
      field(2, derOf(chain)),
      field(3, pkcs8(leaf)),
      field(4, derOf(bundle)),
      field(5, hint),
    ];
    return field(1, Buffer.concat(parts));
  });
  const bundles = Object.entries(federated).map(([domain, roots]) =>
    field(3, Buffer.concat([field(1, domain), field(2, derOf(roots))])),
  );
  return Buffer.concat([...svids, ...bundles]);
}

/** `JWTBundlesResponse` */
export const jwtResponse = (bundles: Readonly<Record<string, string>>): Buffer =>
  Buffer.concat(
    Object.entries(bundles).map(([domain, text]) => field(1, Buffer.concat([field(1, domain), field(2, text)]))),
  );

/** `JWTSVIDResponse` */
export const svidResponse = (
  svids: readonly { readonly id: string; readonly token: string; readonly hint?: string }[],
): Buffer =>
  Buffer.concat(
    svids.map(({ id, token, hint = '' }) => field(1, Buffer.concat([field(1, id), field(2, token), field(3, hint)]))),
  );

/** Octets of frames, a gRPC status, or an answer of something that is no agent. */
export type AgentAnswer = Buffer | number | 'html' | 'error';

export interface Agent extends AsyncDisposable {
  /** For `security.spiffe.socket`. */
  readonly address: string;
  /** Methods called so far, and whether the header was there. */
  readonly calls: readonly string[];
  /** What each method sends to new calls, and now to those that are open: octets of frames, or a status to end with. */
  answer(method: 'FetchX509SVID' | 'FetchJWTBundles', answer: AgentAnswer): void;
  /** What `FetchJWTSVID` answers to a request message, once: a message, or a status. */
  issue(answer: (request: Buffer) => Buffer | number): void;
  /** Ends every connection. */
  drop(): void;
}

/** A Workload API over a unix socket: real HTTP/2, real gRPC frames. */
export async function startAgent(): Promise<Agent> {
  const folder = await mkdtemp(join(tmpdir(), 'brrt-agent-'));
  const path = join(folder, 'agent.sock');
  const answers = new Map<string, AgentAnswer>();
  const streams = new Map<ServerHttp2Stream, string>();
  const sessions = new Set<ServerHttp2Session>();
  const calls: string[] = [];
  const server = createServer();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => undefined);
  });
  const send = (stream: ServerHttp2Stream, answer: AgentAnswer): void => {
    if (answer instanceof Buffer) stream.write(answer);
    else if (!stream.destroyed) stream.close();
  };
  let issue: (request: Buffer) => Buffer | number = () => 12;
  const issueOn = async (stream: ServerHttp2Stream): Promise<void> => {
    const grpc = { ':status': 200, 'content-type': 'application/grpc' };
    const answer = issue((await buffer(stream)).subarray(5));
    if (typeof answer === 'number') {
      stream.respond({ ...grpc, 'grpc-status': String(answer), 'grpc-message': 'no' }, { endStream: true });
      return;
    }
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.respond(grpc, { waitForTrailers: true });
    stream.end(frame(answer));
  };
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    const method = String(headers[':path']).replace('/SpiffeWorkloadAPI/', '');
    const isMeant = headers['workload.spiffe.io'] === 'true';
    calls.push(isMeant ? method : `${method} without header`);
    stream.on('error', () => undefined);
    if (isMeant && method === 'FetchJWTSVID') return void issueOn(stream);
    stream.resume();
    const answer = isMeant ? (answers.get(method) ?? 12) : 3;
    const grpc = { ':status': 200, 'content-type': 'application/grpc' };
    if (answer === 'html') {
      stream.respond({ ':status': 200, 'content-type': 'text/html' }, { endStream: true });
      return;
    }
    if (answer === 'error') {
      stream.respond({ ':status': 500 }, { endStream: true });
      return;
    }
    if (typeof answer === 'number') {
      stream.respond({ ...grpc, 'grpc-status': String(answer), 'grpc-message': 'no' }, { endStream: true });
      return;
    }
    stream.respond(grpc);
    streams.set(stream, method);
    stream.on('close', () => streams.delete(stream));
    send(stream, answer);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    address: `unix://${path}`,
    calls,
    answer(method, answer) {
      answers.set(method, answer);
      for (const [stream, name] of streams) if (name === method) send(stream, answer);
    },
    issue(answer) {
      issue = answer;
    },
    drop() {
      for (const session of sessions) session.destroy();
    },
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
