import type { HttpRequest, HttpResponse } from './http-message.ts';

/** An endpoint that is not in the contract: `/metrics`. A contract that declares the path wins, with a warning. */
export interface ManagementEndpoint {
  readonly path: string;
  /** Those it answers; `GET` and `HEAD` unless given. */
  readonly methods?: readonly string[];
  respond(request: HttpRequest): HttpResponse | Promise<HttpResponse>;
}

/** Named condition of `/ready`. Resolves when ready, rejects with the reason when not; given up after 2 seconds. */
export interface ReadinessCheck {
  readonly name: string;
  check(): Promise<void>;
}
