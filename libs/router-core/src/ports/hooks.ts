import type { ServiceModel } from '@brrt/service-model';
import type { Exchange, Stage } from './exchange.ts';

/** What a service looks like to those that observe it; all label values come from here. */
export type ServiceDescription = Pick<ServiceModel, 'title' | 'version' | 'operations' | 'schemas' | 'securitySchemes'>;

/**
 * Called at the seams of the pipeline. Hooks observe: they return nothing, and what they throw is reported once and swallowed.
 * Absent members cost nothing.
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
  /** The last event of every exchange, once: the response was handed to the socket, or the client went away. */
  readonly onEnd?: (exchange: Exchange) => void;
  /** A message that never became an exchange: malformed framing, too large a header. `code` is Node's error code. */
  readonly onClientError?: (code: string, status: number) => void;
  /** After the last exchange: flush and close. */
  readonly onStop?: () => Promise<void>;
}
