import type { IncomingHttpHeaders } from 'node:http';
import type { Violation } from '../errors/violation.ts';

/** What the wire carries of parameters, nothing decoded. */
export interface ParamsInput {
  /** In the order of the template's placeholders. */
  readonly pathValues: readonly string[];
  /** What follows the first `?`. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
}

/** Decoded and checked, by the contract's names. */
export interface Params {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly cookies: Readonly<Record<string, unknown>>;
}

export interface ParamsDecoder {
  /** Adds what breaks the contract to `violations`; the result counts only when nothing was added. */
  decode(input: ParamsInput, violations: Violation[]): Params;
}
