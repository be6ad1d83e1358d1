import type { Exchange } from './exchange.ts';
import type { ReadinessCheck } from './management.ts';

/** A client that can be bound to the exchange on whose behalf it calls. Generated clients implement it. */
export interface BindableClient<Client> {
  /** A view that sends the exchange's trace context, request id and remaining deadline with every call. Cheap. */
  bind(exchange: Exchange): Client;
  /** Whether the service answers at all. */
  readonly readiness?: ReadinessCheck;
  /** Releases pooled connections. */
  close(): Promise<void>;
}

export type BindableClients<Clients> = { readonly [Name in keyof Clients]: BindableClient<Clients[Name]> };
