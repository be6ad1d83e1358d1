import type { Operation } from '@brrt/service-model';
import type { Exchange } from './exchange.ts';
import type { FlatHeaders, HttpRequest, HttpResponse } from './http-message.ts';

/** Cross-origin rules (Fetch standard), compiled once per route. */
export interface CorsPolicy {
  /** `operations`: every operation of one path template, in the order of the contract. */
  compile(operations: readonly Operation[]): RouteCors;
}

export interface RouteCors {
  /** Answers a CORS preflight: `OPTIONS` with `Origin` and `Access-Control-Request-Method`. */
  preflight(request: HttpRequest): HttpResponse;
  /**
   * What is added to every response of this operation, errors included: the same array wherever it says the same.
   * `operation` undefined: 405 and the like.
   */
  headers(request: HttpRequest, operation: Operation | undefined): FlatHeaders;
  /** True: a page of a foreign origin sends credentials that a browser adds by itself, or opens a WebSocket. Absent: nobody is asked. */
  refuses?(request: HttpRequest, operation: Operation): boolean;
}

export type AdmissionDecision =
  | { readonly admitted: true; readonly headers: FlatHeaders }
  | {
      readonly admitted: false;
      readonly status: 429 | 503;
      readonly reason: string;
      readonly retryAfterSeconds: number;
      readonly headers: FlatHeaders;
    };

/** Rate limits and shedding. */
export interface AdmissionPolicy {
  /** Undefined: this operation is always admitted, at no cost. */
  compile(operation: Operation): RouteAdmission | undefined;
  /** After the last request. */
  close?(): Promise<void>;
}

export interface RouteAdmission {
  /** Before authentication: of the caller nothing is known but the address. */
  admit(exchange: Exchange): AdmissionDecision | Promise<AdmissionDecision>;
  /** After it, with `principal`; absent where `admit` said all. */
  admitCaller?(exchange: Exchange): AdmissionDecision | Promise<AdmissionDecision>;
  /** The credentials were refused; never throws. */
  refused?(exchange: Exchange): void;
}
