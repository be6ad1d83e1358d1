import type { ServiceModel } from '@brrt/service-model';
import type { FinishedPart } from './aggregate-part.ts';
import type { UpstreamState } from './client-binding.ts';
import type { FinishedCall } from './client-call.ts';
import type { Exchange, Stage } from './exchange.ts';
import type { CheckOutcome } from './management.ts';
import type { TraceSampler } from './trace-context.ts';

/** What a service looks like to those that observe it; all label values come from here. */
export interface ServiceDescription
  extends Pick<ServiceModel, 'title' | 'version' | 'operations' | 'schemas' | 'securitySchemes'> {
  /** How it stands to the services that it calls; absent: it calls none. */
  readonly upstreams?: readonly UpstreamState[];
}

/** What nobody caught: an exception outside of any handler, as in a timer, or a promise that nobody awaits. */
export type UncaughtKind = 'exception' | 'rejection';

/**
 * Called at the seams of the pipeline. Hooks observe: they return nothing, and what they throw is reported once and swallowed.
 * Two take part: `sample` decides, `aroundHandler` returns what the handler does. Absent members cost nothing.
 */
export interface Hooks {
  /** Before the first request. */
  readonly onStart?: (service: ServiceDescription) => void;
  /** The header of a request has arrived; `operation` is not known yet. */
  readonly onRequest?: (exchange: Exchange) => void;
  /** Which stages `onStage` is called for; all of them unless given. */
  readonly stages?: readonly Stage[];
  /** A stage begins. */
  readonly onStage?: (exchange: Exchange, stage: Stage) => void;
  /** The answer begins to be sent item by item; `onEnd` follows when it is over. */
  readonly onStream?: (exchange: Exchange) => void;
  /** A call to another service is over. */
  readonly onClientCall?: (exchange: Exchange, call: FinishedCall) => void;
  /** A part of an answer that is composed is over. */
  readonly onPart?: (exchange: Exchange, part: FinishedPart) => void;
  /** Decides for each request that reads its trace whether it is recorded; of several hooks the first counts. */
  readonly sample?: TraceSampler;
  /** Runs a handler, so that what it does can be tied to its request; of several hooks the first counts. Returns what `run` does. */
  readonly aroundHandler?: <Result>(exchange: Exchange, run: () => Result) => Result;
  /** The connection became a WebSocket: `exchange.webSocket` counts from now on, and `onEnd` follows when it is closed. */
  readonly onUpgrade?: (exchange: Exchange) => void;
  /** The last event of every exchange, once: the response was handed to the socket, or the client went away. */
  readonly onEnd?: (exchange: Exchange) => void;
  /** A message that never became an exchange: malformed framing, too large a header. `code` is Node's error code. */
  readonly onClientError?: (code: string, status: number) => void;
  /** A readiness check was run. */
  readonly onCheck?: (outcome: CheckOutcome) => void;
  /** Something failed that belongs to no exchange any more. */
  readonly onUncaught?: (kind: UncaughtKind) => void;
  /** The event loop stood still for so long; `operation` answered after that. */
  readonly onBlocked?: (milliseconds: number, operation: string | undefined) => void;
  /** After the last exchange: flush and close. */
  readonly onStop?: () => Promise<void>;
}
