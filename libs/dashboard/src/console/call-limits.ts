/** What a call may take before the dashboard lets go of it. */
export interface CallLimits {
  readonly connectMilliseconds: number;
  /** From the request sent to the head of the answer: long enough for a handler that stands in a debugger. */
  readonly headMilliseconds: number;
  /** Between two octets of a body; streams of items may be silent for longer. */
  readonly idleMilliseconds: number;
  /** Of the body that is given out, without its content coding. */
  readonly bodyOctets: number;
  readonly headOctets: number;
}

export const defaultCallLimits: CallLimits = {
  connectMilliseconds: 5_000,
  headMilliseconds: 120_000,
  idleMilliseconds: 60_000,
  bodyOctets: 16 * 1024 * 1024,
  headOctets: 65_536,
};
