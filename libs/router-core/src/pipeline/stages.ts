import type { CompiledOperation } from '../compile/compile-operation.ts';
import type { Params } from '../params/index.ts';
import type { HandlerResult, HttpResponse } from '../ports/index.ts';
import type { WebSocketAcceptance } from '../ports/web-socket.ts';
import type { CheckedResponse } from './checked-response.ts';
import type { ServerExchange } from './server-exchange.ts';

// Each stage takes what the one before returned. At run time it is the same object all along;
// the types say how far it has come, so a wrong order does not compile.

/** The path is known; `compiled` is missing for `OPTIONS` that the contract does not declare, and for what cannot be read. */
export type Matched = ServerExchange & { readonly reached: 'match' };
/** An operation of the contract is meant. */
export type CorsChecked = Matched & { readonly compiled: CompiledOperation; readonly passed: 'cors' };
export type Admitted = CorsChecked & { readonly admitted: true };
export type Authenticated = Admitted & { readonly authenticated: true };
export type CallerAdmitted = Authenticated & { readonly callerAdmitted: true };
export type ParamsValidated = CallerAdmitted & { readonly params: Params };
export type Authorized = ParamsValidated & { readonly authorized: true };
export type BodyValidated = Authorized & { readonly bodyValidated: true };
export type Handled = BodyValidated & { readonly result: HandlerResult };
export type ResponseValidated = Handled & { readonly checked: CheckedResponse };

/** Instead of `Handled`: what becomes of the connection is decided. */
export type Upgraded = BodyValidated & { readonly upgrade: WebSocketAcceptance };

/** A stage that answers by itself ends the pipeline: a preflight, an automatic `OPTIONS`. */
export interface Answer {
  readonly answer: HttpResponse;
  /** The answer has the CORS headers that it needs. */
  readonly isPreflight: boolean;
}
