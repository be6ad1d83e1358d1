import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { BodySource, HttpRequest } from '../ports/http-message.ts';
import type { PeerCertificate } from '../ports/peer-certificate.ts';
import type { WebSocketOffer } from '../ports/web-socket.ts';
import { hostPattern } from './check-framing.ts';
import { NodeBody, type WaitingClient } from './node-body.ts';
import { readPeerCertificate } from './read-peer-certificate.ts';
import type { BodyOrigin } from './whole-body.ts';

/** A request of `node:http` as the pipeline sees it. */
export class NodeRequest implements HttpRequest, BodyOrigin {
  readonly method: string;
  readonly target: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly webSocket: WebSocketOffer | undefined;
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly #waiting: WaitingClient | undefined;
  #body: BodySource | undefined = undefined;

  constructor(
    message: IncomingMessage,
    response: ServerResponse,
    expectsContinue: boolean,
    webSocket?: WebSocketOffer,
  ) {
    const absolute = readAbsoluteForm(message.url ?? '/');
    const target = absolute?.target ?? message.url ?? '/';
    const mark = target.indexOf('?');
    this.method = message.method ?? 'GET';
    this.target = target;
    this.path = mark === -1 ? target : target.slice(0, mark);
    this.query = mark === -1 ? '' : target.slice(mark + 1);
    // RFC 9112 §3.2.2: the authority in a target wins over `Host`.
    this.headers = absolute === undefined ? message.headers : { ...message.headers, host: absolute.authority };
    this.webSocket = webSocket;
    this.message = message;
    this.response = response;
    this.#waiting = expectsContinue ? { keepsAlive: response.shouldKeepAlive } : undefined;
  }

  get rawHeaders(): readonly string[] {
    return this.message.rawHeaders;
  }

  get remoteAddress(): string | undefined {
    return this.message.socket.remoteAddress;
  }

  get peerCertificate(): PeerCertificate | undefined {
    return readPeerCertificate(this.message.socket);
  }

  get scheme(): 'http' | 'https' {
    return this.message.socket instanceof TLSSocket ? 'https' : 'http';
  }

  get body(): BodySource {
    this.#body ??= new NodeBody(this, this.#waiting);
    return this.#body;
  }
}

/** The path of a target, still percent-encoded. */
export function pathOf(target: string): string {
  return (readAbsoluteForm(target)?.target ?? target).split('?', 1)[0] ?? '';
}

interface AbsoluteForm {
  /** In origin form. */
  readonly target: string;
  readonly authority: string;
}

/** RFC 9112 §3.2.2: a server has to take the absolute form. Undefined for any other. */
function readAbsoluteForm(target: string): AbsoluteForm | undefined {
  if (target.charCodeAt(0) === 47) return undefined;
  // RFC 9110 §4.2.4: a user in it is an error.
  const [, authority = '', rest = ''] = /^https?:\/\/([^/?#@]+)(?![^/?#])(.*)$/i.exec(target) ?? [];
  if (!hostPattern.test(authority)) return undefined;
  return { target: rest.startsWith('/') ? rest : `/${rest}`, authority };
}
