/** What a worker tells the process that started it. */
export type WorkerMessage =
  | { readonly brrt: 'ready' }
  /** It cannot start, for a reason that whoever starts it can mend. */
  | { readonly brrt: 'failed'; readonly message: string }
  /** Its listener is closed. */
  | { readonly brrt: 'parting' };

/** What a worker is told. */
export type PrimaryMessage =
  | { readonly brrt: 'drain'; readonly isReplaced: boolean }
  /** The answer to `parting`: messages come in order, so no connection comes behind it. */
  | { readonly brrt: 'parted' };

/** What else is sent over the channel is no business of ours. */
export function isMessage(message: unknown): message is { readonly brrt: unknown } {
  return typeof message === 'object' && message !== null && 'brrt' in message;
}

/** Environment variable: the number of a worker. */
export const workerVariable = 'BRRT_WORKER';
