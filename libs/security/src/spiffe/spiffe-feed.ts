/** Something that keeps a `SpiffeState` current. */
export interface SpiffeFeed {
  /** Resolves when the state holds what it needs; rejects when that cannot become. Called once. */
  start(failed: (error: unknown) => void): Promise<void>;
  stop(): void;
}
