/** What became of changed files in a service that runs. */
export type ReloadOutcome =
  /** Every request that arrives from now on is answered by them. */
  | { readonly outcome: 'accepted' }
  /** They cannot be loaded; what ran goes on. */
  | { readonly outcome: 'refused'; readonly message: string }
  /** They change what a process cannot change while it runs. */
  | { readonly outcome: 'restart'; readonly message: string };

/** Somebody who may ask a service to load its files again: the runner of `brrt serve`. */
export interface HotReload {
  /** Called when the service listens. */
  serving(reload: () => Promise<ReloadOutcome>): void;
}

const place = Symbol.for('brrt.hotReload');

/** Undefined in production and for apps that nobody runs for development. */
export function hotReload(): HotReload | undefined {
  if (process.env.NODE_ENV === 'production') return undefined;
  return (globalThis as { readonly [place]?: HotReload })[place];
}
