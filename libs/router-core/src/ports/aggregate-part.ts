/** One of several questions whose answers one answer is composed of. */
export interface AggregatePart {
  /** As the handler calls it: from its code, never from a request. */
  readonly name: string;
  /** The answer can do without it. */
  readonly isOptional: boolean;
}

/** `missing`: failed, and the answer does without it. `aborted`: the answer was decided before. */
export type PartOutcome = 'ok' | 'failed' | 'missing' | 'aborted';

export interface PartEnding {
  readonly outcome: PartOutcome;
  /** Why it is not there. */
  readonly error?: unknown;
}

/** A part that is over. */
export interface FinishedPart extends AggregatePart, PartEnding {
  /** 16 lower-case hexadecimal digits: parent of the calls that the part made. */
  readonly spanId: string;
  /** `performance.now()`, milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A part under way. */
export interface StartedPart {
  /** Parent of the calls that it makes. */
  readonly spanId: string;
  /** Call once. */
  end(ending: PartEnding): void;
}
