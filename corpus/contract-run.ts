/** What is done with one contract, in this order. */
export const stepNames = ['read', 'lint', 'generate', 'types', 'build', 'start', 'call'] as const;

export type StepName = (typeof stepNames)[number];

/** A contract to run. */
export interface ContractToRun {
  /** A service name: kebab-case, unique in one run of the corpus. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  /** As it is printed. */
  readonly shown: string;
}

/** What a step took, its children included. */
export interface Cost {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** Why a contract does not run. */
export interface Failure {
  readonly step: StepName;
  readonly operation?: string;
  readonly reason: string;
}

/** What cannot be tried, and the finding in the contract that says why. */
export interface Skipped {
  readonly operation: string;
  /** `a body`, `content with code 401` */
  readonly part: string;
  readonly finding: string;
}

export interface DiagnosticCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

/** What became of one contract. It runs when nothing failed. */
export interface ContractRun {
  readonly contract: ContractToRun;
  /** As the document says: `3.0.3`. Undefined when it cannot be read. */
  readonly version: string | undefined;
  readonly operations: number;
  /** Operations that cannot be read: they answer 501 and name the finding. */
  readonly leftOut: number;
  /** Requests sent, and answers judged. */
  readonly calls: number;
  readonly diagnostics: DiagnosticCounts;
  readonly costs: Readonly<Partial<Record<StepName, Cost>>>;
  /** Most memory that one of its processes held; 0 when unknown. */
  readonly peakMebibytes: Readonly<Partial<Record<ProcessName, number>>>;
  readonly failures: readonly Failure[];
  readonly skipped: readonly Skipped[];
}

/** `generator` reads, emits, builds and judges; `compiler` checks types; `service` is what was built. */
export type ProcessName = 'generator' | 'compiler' | 'service';

/** What a worker reports to its parent, over IPC. */
export type WorkerMessage = { readonly step: StepName } | { readonly run: ContractRun };
