/** A key that deliveries to an endpoint are signed with. */
export interface EndpointSecret {
  /** `whsec_…` or `whsk_…` */
  readonly key: string;
  /** Milliseconds since 1970: no longer used then. Absent: the one in force. */
  readonly until?: number;
}

export interface Endpoint {
  readonly id: string;
  readonly url: string;
  /** The newest first. */
  readonly secrets: readonly EndpointSecret[];
}

export const deliveryStates = ['pending', 'delivered', 'dead'] as const;

export type DeliveryState = (typeof deliveryStates)[number];

/** One time that a delivery was sent, or could not be. */
export interface DeliveryAttempt {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly milliseconds: number;
  readonly status?: number;
  /** Why there is no status, or why nothing was sent. */
  readonly error?: string;
  /** The beginning of what was answered, where it is no success. */
  readonly answer?: string;
}

/** A delivery as it is shown: without its content, and without secrets. */
export interface DeliveryRecord {
  readonly id: string;
  readonly webhook: string;
  readonly endpointId: string;
  readonly url: string;
  readonly isEndpointDisabled: boolean;
  readonly state: DeliveryState;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt: number;
  /** Of the next attempt; absent when there is none to come. */
  readonly dueAt?: number;
  readonly settledAt?: number;
  /** How often it was tried; of `attempts` the newest are kept. */
  readonly attemptCount: number;
  readonly attempts: readonly DeliveryAttempt[];
  readonly traceId?: string;
}

/** A delivery that this process sends, and no other until its claim is over. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly claim: string;
  readonly webhook: string;
  readonly method: string;
  readonly query: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Uint8Array | null;
  /** This one included. */
  readonly attempt: number;
  readonly traceparent: string | undefined;
  readonly history: readonly DeliveryAttempt[];
  readonly endpoint: Endpoint;
}

export interface ClaimRequest {
  readonly now: number;
  /** When others may take it, because nothing was heard of this process. */
  readonly leaseUntil: number;
  /** All together, and for one endpoint; less what is being sent already. */
  readonly limit: number;
  readonly freeOf: (endpointId: string) => number;
  /** Endpoints that get nothing now. */
  readonly except: readonly string[];
}

/** What became of an attempt. `retry` says when; the attempt is part of the history then. */
export type Settlement = { readonly attempt: DeliveryAttempt; readonly at: number } & (
  | { readonly outcome: 'delivered' | 'dead' }
  | { readonly outcome: 'retry'; readonly dueAt: number }
);

export interface QueueState {
  readonly pending: number;
  readonly dead: number;
  /** When the oldest pending one was made. */
  readonly oldest: number | undefined;
}

export interface DeliveryQuery {
  readonly state?: DeliveryState | undefined;
  readonly limit: number;
}

/**
 * The outbox, after the transaction that put something in. Several processes may share it; each method is atomic, and none needs
 * a transaction of its own.
 */
export interface WebhookStore {
  claim(request: ClaimRequest): Promise<readonly ClaimedDelivery[]>;
  /** False: the claim was over, and somebody else has it. */
  settle(delivery: ClaimedDelivery, settlement: Settlement): Promise<boolean>;
  /** Nothing new is put in for it, and what waits is dead; that can be sent again all the same. */
  disableEndpoint(id: string, now: number): Promise<void>;
  findEndpoint(id: string): Promise<Endpoint | undefined>;
  /** False: they are no longer those `before`. */
  changeSecrets(id: string, before: readonly EndpointSecret[], after: readonly EndpointSecret[]): Promise<boolean>;
  /** The newest first. */
  list(query: DeliveryQuery): Promise<readonly DeliveryRecord[]>;
  /** A dead or delivered one is pending again, from its first attempt on; false: there is none, or it is pending. */
  replay(id: string, now: number): Promise<boolean>;
  state(): Promise<QueueState>;
  /** Forgets what was settled before. */
  purge(before: { readonly delivered: number; readonly dead: number }): Promise<void>;
}
