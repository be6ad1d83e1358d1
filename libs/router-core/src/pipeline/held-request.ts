import { Readable } from 'node:stream';
import type { BodySource, HttpRequest } from '../ports/http-message.ts';
import type { PeerCertificate } from '../ports/peer-certificate.ts';

/**
 * A request whose body can be read more than once, so that a security scheme sees its octets before they are decoded. None is
 * read before somebody asks, and no more than `limit`.
 */
export class HeldRequest implements HttpRequest {
  readonly #request: HttpRequest;
  readonly method: string;
  readonly target: string;
  readonly path: string;
  readonly query: string;
  readonly headers: HttpRequest['headers'];
  readonly webSocket: HttpRequest['webSocket'];
  readonly body: BodySource;

  constructor(request: HttpRequest, limit: number) {
    this.#request = request;
    this.method = request.method;
    this.target = request.target;
    this.path = request.path;
    this.query = request.query;
    this.headers = request.headers;
    this.webSocket = request.webSocket;
    this.body = new HeldBody(request.body, limit);
  }

  get rawHeaders(): readonly string[] {
    return this.#request.rawHeaders;
  }

  get remoteAddress(): string | undefined {
    return this.#request.remoteAddress;
  }

  get scheme(): HttpRequest['scheme'] {
    return this.#request.scheme;
  }

  get peerCertificate(): PeerCertificate | undefined {
    return this.#request.peerCertificate;
  }
}

class HeldBody implements BodySource {
  readonly #source: BodySource;
  readonly #limit: number;
  #octets: Promise<Buffer> | undefined = undefined;

  constructor(source: BodySource, limit: number) {
    this.#source = source;
    this.#limit = limit;
  }

  get present(): boolean {
    return this.#source.present;
  }

  get length(): number | undefined {
    return this.#source.length;
  }

  read(limit: number): Promise<Buffer> {
    this.#octets ??= Promise.resolve(this.#source.read(Math.min(limit, this.#limit)));
    return this.#octets;
  }

  stream(): Readable {
    return this.#octets === undefined
      ? this.#source.stream()
      : Readable.from(once(this.#octets), { objectMode: false });
  }

  discard(): void {
    if (this.#octets === undefined) this.#source.discard();
  }
}

async function* once(octets: Promise<Buffer>): AsyncGenerator<Buffer> {
  yield await octets;
}
