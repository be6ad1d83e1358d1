import type { Operation } from '@brrt/service-model';
import type { MockKind } from '../ports/exchange.ts';
import type { HandlerRequest, HandlerResult } from '../ports/handler.ts';
import type { Preference } from './parse-prefer.ts';
import type { PreferenceOutcome } from './preference-outcome.ts';

/** A request to an operation without a handler, decoded and valid, and how its client wants it answered. */
export interface ExampleRequest {
  readonly preference: Preference;
  /** The header `Accept` as sent. */
  readonly accept: string | undefined;
  readonly request: HandlerRequest;
}

/** An answer that came from the contract. */
export interface ExampleAnswer extends PreferenceOutcome {
  readonly result: HandlerResult;
  readonly kind: MockKind;
  /** The body as the contract writes it (`serializedValue`); undefined: that of `result`, encoded. */
  readonly text?: string | undefined;
}

/** Answers for an operation that has no handler. */
export interface ExampleResponder {
  /** Undefined: the contract gives no content to answer with. A response without content is an answer. */
  respond(asked: ExampleRequest): ExampleAnswer | undefined;
}

/** Stands in front of the examples of an operation. */
export type ResponderWrapper = (operation: Operation, examples: ExampleResponder) => ExampleResponder;

/** How operations without a handler answer where the client says nothing. */
export interface ExampleSettings {
  /** Of generated values; a fixed one when left out. */
  readonly seed?: number | undefined;
  /** Generated values, others each time, instead of examples. */
  readonly dynamic?: boolean;
}
