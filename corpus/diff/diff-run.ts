import type { ContractToRun } from '../contract-run.ts';

/** What `brrt diff` said of a contract and of copies with one change each. */
export interface DiffRun {
  readonly contract: ContractToRun;
  /** Comparisons with a copy whose change has a known verdict, both directions counted. */
  readonly comparisons: number;
  /** Those where the verdict was another one, or breaking without a witness. */
  readonly wrong: readonly string[];
  /** All verdicts of all comparisons: a change of a schema is one of each operation that it reaches. */
  readonly verdicts: Readonly<Record<'breaking' | 'unknown' | 'compatible', number>>;
  /** Changes that are unknown by rule, as a default that is another one. */
  readonly byRule: number;
  /** Why nothing is known of the others, and how often. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly cpuSeconds: number;
}
