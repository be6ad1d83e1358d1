/** How often the contract of a running service was read again since its runner was started. */
export interface SpecReloads {
  readonly accepted: number;
  /** What ran went on with the contract before. */
  readonly rejected: number;
}

const place = Symbol.for('brrt.specReloads');

/** What the runner of `brrt serve` says; zeros where a contract is never read again, as in production. */
export function specReloads(): SpecReloads {
  return (globalThis as { readonly [place]?: SpecReloads })[place] ?? { accepted: 0, rejected: 0 };
}
