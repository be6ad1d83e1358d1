import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { OctetRange } from './handler.ts';
import type { PeerCertificate } from './peer-certificate.ts';
import type { WebSocketAcceptance, WebSocketOffer } from './web-socket.ts';

/** A request as the pipeline sees it: nothing decoded, no socket. */
export interface HttpRequest {
  /** As sent, case-sensitive (RFC 9110 §9.1). */
  readonly method: string;
  /** Origin-form target as received: `/pets?limit=2`. */
  readonly target: string;
  /** The target up to the first `?`, still percent-encoded. */
  readonly path: string;
  /** What follows the first `?`, still percent-encoded; '' without one. */
  readonly query: string;
  /** Names in lower case. Read with `Object.hasOwn` where the name comes from a contract. */
  readonly headers: IncomingHttpHeaders;
  /** Name, value, name, value, … as received: the only place where repeated headers are apart. */
  readonly rawHeaders: readonly string[];
  readonly remoteAddress: string | undefined;
  /** Of the connection: `https` where it is TLS. */
  readonly scheme: 'http' | 'https';
  /** Read from the connection when asked for; undefined without TLS and for clients that showed none. */
  readonly peerCertificate?: PeerCertificate | undefined;
  readonly body: BodySource;
  /** Present: the client asks for a WebSocket, and the connection can become one. */
  readonly webSocket?: WebSocketOffer | undefined;
}

/** The bytes after the header. Nothing is read before somebody asks. */
export interface BodySource {
  /** False when the message has neither `Content-Length` above 0 nor `Transfer-Encoding`. */
  readonly present: boolean;
  /** What `Content-Length` says; undefined where the length of the octets is not known beforehand. */
  readonly length: number | undefined;
  /**
   * The whole body in memory; call once.
   * @throws PayloadTooLargeError beyond `limit` octets, as soon as that is known
   * @throws RequestAbortedError when the client goes away before the end
   */
  read(limit: number): PromiseLike<Buffer>;
  /** The body as a stream with back-pressure; call once, instead of `read`. */
  stream(): Readable;
  /** What has not been read is not wanted: it is dropped as it comes, so that the connection lives on. */
  discard(): void;
}

/** Names and values in turn, in the order they are sent. */
export type FlatHeaders = readonly string[];

export interface HttpResponse {
  readonly status: number;
  readonly headers: FlatHeaders;
  /** Sent behind `headers`: lists that are the same objects for many responses, so that the text of each is made once. */
  readonly common?: readonly FlatHeaders[] | undefined;
  readonly body: string | Uint8Array | Readable | SizedOctets | undefined;
  /** With status 101: what becomes of the connection. */
  readonly webSocket?: WebSocketAcceptance | undefined;
}

/** All that a response is sent with. */
export function headersOf({ headers, common }: HttpResponse): FlatHeaders {
  return common === undefined ? headers : [...headers, ...common.flat()];
}

/** A response that is there as a whole. */
export interface TextResponse extends HttpResponse {
  readonly body: string;
}

/** Octets that are read when they are sent; how many there are is known before. */
export interface SizedOctets {
  readonly size: number;
  open(range?: OctetRange): Readable;
}
