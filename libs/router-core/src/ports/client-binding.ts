import type { Exchange } from './exchange.ts';
import type { ReadinessCheck } from './management.ts';

/** `closed`: it is called · `open`: it mostly failed and is left alone · `half_open`: one call tries whether it is back. */
export type CircuitState = 'closed' | 'open' | 'half_open';

/** Read when somebody looks; it costs calls nothing. */
export interface UpstreamState {
  /** Name of the called service. */
  readonly service: string;
  /** Undefined: it has no breaker. */
  readonly circuit: CircuitState | undefined;
}

/** A client that can be bound to the exchange on whose behalf it calls. Generated clients implement it. */
export interface BindableClient<Client> {
  /** A view that sends the exchange's trace context, request id and remaining deadline with every call. Cheap. */
  bind(exchange: Exchange): Client;
  /** How the client stands to the service. */
  readonly upstream?: UpstreamState;
  /** Whether the service answers at all. */
  readonly readiness?: ReadinessCheck;
  /** Releases pooled connections. */
  close(): Promise<void>;
}

export type BindableClients<Clients> = { readonly [Name in keyof Clients]: BindableClient<Clients[Name]> };
