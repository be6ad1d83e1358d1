import { constants } from 'node:crypto';
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import { createServer, type Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import type { HttpConfig } from '../config/index.ts';
import type { TlsIdentity, TlsMaterial } from '../ports/tls-identity.ts';
import { connectionOf } from './connection.ts';
import { readPeerCertificate } from './read-peer-certificate.ts';

/** A server whose certificate comes from elsewhere and may change. */
export interface TlsServer {
  readonly server: Server;
  /** Resolves when handshakes can succeed. */
  start(onFailure: (error: unknown) => void): Promise<void>;
  stop(): Promise<void>;
}

// Forward secrecy and authenticated encryption (RFC 9325 §4.2).
const ciphers = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':');
const longestSweepMs = 1_000;
// What a client that is not trusted any more has begun may end within that.
const longestGraceMs = 30_000;

interface Connection {
  readonly openedAt: number;
  /** Of the last request; undefined before the first. */
  response: ServerResponse | undefined;
  /** Ends with its response. */
  isEnding: boolean;
}

/** `node:https` with certificates that change, and connections that live no longer than what they were trusted for. */
export function createTlsServer(options: ServerOptions, http: HttpConfig, identity: TlsIdentity): TlsServer {
  const server = createServer({
    ...options,
    ...secureOptions(undefined, identity),
    requestCert: identity.clientAuth !== 'none',
    rejectUnauthorized: identity.clientAuth === 'require',
    handshakeTimeout: http.headersTimeoutMs,
    ALPNProtocols: ['http/1.1'],
  });
  const connections = new Map<Socket, Connection>();
  let sweeping: NodeJS.Timeout | undefined;
  watchConnections(server, connections, identity.maxConnectionAgeMs);
  const use = (material: TlsMaterial): void => server.setSecureContext(secureOptions(material, identity));
  return {
    // The methods of both servers are those of `http.Server`; the types of Node do not say so.
    server: server as unknown as Server,
    async start(onFailure) {
      const changed = (material: TlsMaterial): void => {
        try {
          use(material);
          closeDistrusted(connections, material, Math.min(longestGraceMs, identity.maxConnectionAgeMs));
        } catch (error) {
          onFailure(error);
        }
      };
      use(await identity.start({ changed, failed: onFailure }));
      const interval = Math.min(longestSweepMs, identity.maxConnectionAgeMs);
      sweeping = setInterval(() => closeAged(connections, identity.maxConnectionAgeMs), interval).unref();
    },
    async stop() {
      clearInterval(sweeping);
      await identity.stop();
    },
  };
}

function secureOptions(material: TlsMaterial | undefined, { minVersion }: TlsIdentity): SecureContextOptions {
  return {
    ...(material === undefined ? {} : { cert: material.cert, key: material.key }),
    // Empty, not absent: Node would believe every public authority instead.
    ca: [...(material?.ca ?? [])],
    minVersion,
    ciphers,
    honorCipherOrder: true,
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  };
}

function watchConnections(server: SecureServer, connections: Map<Socket, Connection>, maxAgeMs: number): void {
  server.on('secureConnection', (socket) => {
    connections.set(socket, { openedAt: Date.now(), response: undefined, isEnding: false });
    socket.once('close', () => connections.delete(socket));
  });
  const serves = ({ socket }: IncomingMessage, response: ServerResponse): void => {
    const connection = connections.get(socket);
    if (connection === undefined) return;
    connection.response = response;
    if (isAged(connection, maxAgeMs)) response.shouldKeepAlive = false;
  };
  server.on('request', serves);
  server.on('checkContinue', serves);
}

function isAged({ openedAt }: Connection, maxAgeMs: number): boolean {
  return Date.now() - openedAt >= maxAgeMs;
}

function closeAged(connections: Map<Socket, Connection>, maxAgeMs: number): void {
  for (const [socket, connection] of connections) {
    if (isAged(connection, maxAgeMs)) closeWhenIdle(socket, connection);
  }
}

// A path that ends in a root that is gone would not be accepted any more.
function closeDistrusted(connections: Map<Socket, Connection>, { ca }: TlsMaterial, graceMs: number): void {
  const trusted = new Set(ca.flatMap(certificatesIn));
  for (const [socket, connection] of connections) {
    const root = readPeerCertificate(socket)?.issuers.at(-1);
    if (root === undefined || trusted.has(root.toString('base64'))) continue;
    closeWhenIdle(socket, connection);
    setTimeout(() => socket.destroy(), graceMs).unref();
  }
}

function closeWhenIdle(socket: Socket, connection: Connection): void {
  const { response, isEnding } = connection;
  const { leave } = connectionOf(socket);
  if (leave !== undefined) leave();
  else if (response === undefined || response.writableFinished || response.destroyed) socket.end();
  else if (!isEnding) {
    connection.isEnding = true;
    response.shouldKeepAlive = false;
    response.once('close', () => socket.end());
  }
}

function certificatesIn(pem: string): readonly string[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => block.replaceAll(/-----[^-]+-----|\s/g, ''));
}
