/** What a TLS listener shows and whom it believes at one moment; all of it PEM. */
export interface TlsMaterial {
  /** Leaf first, then whatever stands between it and its root. */
  readonly cert: string;
  readonly key: string;
  /** Roots of client certificates. None: no client certificate is believed. */
  readonly ca: readonly string[];
}

export interface TlsWatcher {
  /** Handshakes from now on use the new material; connections whose root is gone are closed. */
  changed(material: TlsMaterial): void;
  /** The new material cannot be used: the one before stays. */
  failed(error: unknown): void;
}

/** Where the listener of a service has its certificate from. It may change while the service runs. */
export interface TlsIdentity {
  /** `request`: a client may come without a certificate, or with a bad one, and is judged by the operation. */
  readonly clientAuth: 'none' | 'request' | 'require';
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
  /** After that a connection is closed as soon as it is idle, so that none outlives what it was trusted for. */
  readonly maxConnectionAgeMs: number;
  /** Resolves when there is something to show. Called once. */
  start(watcher: TlsWatcher): Promise<TlsMaterial>;
  stop(): Promise<void> | void;
}
