import type { HttpRequest, HttpResponse } from './http-message.ts';

/** An endpoint that is not in the contract: `/metrics`. A contract that declares the path wins, with a warning. */
export interface ManagementEndpoint {
  readonly path: string;
  /** Those it answers; `GET` and `HEAD` unless given. */
  readonly methods?: readonly string[];
  respond(request: HttpRequest): HttpResponse | Promise<HttpResponse>;
}

/** Named condition of `/ready`. */
export interface ReadinessCheck {
  readonly name: string;
  /** True: without it a part of the service works, so a failure makes it degraded, and it stays ready. False unless given. */
  readonly degrades?: boolean;
  /** More that is worth knowing, whatever the check finds: `circuit: open`. Never decides anything. */
  readonly details?: () => Readonly<Record<string, string>>;
  /**
   * Resolves when the condition holds, rejects with the reason when not.
   * @param signal aborts when nobody waits any longer: after 2 seconds, and half a second for one that degrades
   */
  check(signal: AbortSignal): Promise<void>;
}

/** What became of a check. */
export interface CheckOutcome {
  readonly name: string;
  readonly degrades: boolean;
  /** Of this moment, not of when it was checked. */
  readonly details?: ReadinessCheck['details'];
  /** Undefined: the condition holds. */
  readonly failure: { readonly reason: unknown } | undefined;
  /** How long the check took. */
  readonly milliseconds: number;
  /** Milliseconds since the epoch. */
  readonly checkedAt: number;
}
