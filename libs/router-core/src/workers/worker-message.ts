import type { LimitState, RequestLimit } from '../ports/request-limit.ts';
import type { CrewAnswers, CrewReport } from '../ports/worker.ts';

export type CrewTopic = keyof CrewAnswers;

/** What is counted once for all workers. */
export type Question =
  | { readonly ask: 'note'; readonly id: string; readonly expiresAt: number }
  | { readonly ask: 'take' | 'peek'; readonly limit: RequestLimit; readonly key: string };

/** What a worker tells the process that started it. */
export type WorkerMessage =
  /** It serves; the name of its service. */
  | { readonly brrt: 'ready'; readonly name: string | undefined }
  /** To `check`. */
  | { readonly brrt: 'alive'; readonly isDebugged: boolean }
  /** It cannot start, for a reason that whoever starts it can mend. */
  | { readonly brrt: 'failed'; readonly message: string }
  /** Its listeners are closed. */
  | { readonly brrt: 'parting'; readonly metrics: CrewAnswers['metrics'] }
  | { readonly brrt: 'ask-all'; readonly id: number; readonly topic: CrewTopic }
  /** To `collect`. */
  | { readonly brrt: 'collected'; readonly id: number; readonly topic: CrewTopic; readonly value: unknown }
  | { readonly brrt: 'question'; readonly id: number; readonly question: Question }
  | { readonly brrt: 'follow'; readonly name: string; readonly retain: number }
  | { readonly brrt: 'publish'; readonly name: string; readonly item: unknown };

/** What a worker is told. */
export type PrimaryMessage =
  | { readonly brrt: 'drain'; readonly isReplaced: boolean }
  | { readonly brrt: 'check' }
  /** To `parting`: messages come in order, so no connection comes behind it. */
  | { readonly brrt: 'parted' }
  | { readonly brrt: 'collect'; readonly id: number; readonly topic: CrewTopic }
  /** To `ask-all` and `question`; undefined: that cannot be told. */
  | {
      readonly brrt: 'answer';
      readonly id: number;
      readonly value: CrewReport<unknown> | LimitState | boolean | undefined;
    }
  /** In the order in which they were published; the first answer `follow`. */
  | { readonly brrt: 'items'; readonly name: string; readonly items: readonly unknown[] };

/** What else is sent over the channel is no business of ours. */
export function isMessage(message: unknown): message is { readonly brrt: unknown } {
  return typeof message === 'object' && message !== null && 'brrt' in message;
}

/** Environment variable: the number of a worker. */
export const workerVariable = 'BRRT_WORKER';

/** Set: it takes the place of one that serves, and has to be ready before it does. */
export const successorVariable = 'BRRT_SUCCESSOR';
