/** What one size of a document costs. */
export interface ScaleRun {
  readonly size: number;
  readonly megabytes: number;
  readonly operations: number;
  /** Read, emit and print. */
  readonly modelAndCode: { readonly cpuSeconds: number; readonly peakMebibytes: number };
  /** Of the built service, until `/ready` and its first answers. */
  readonly start: { readonly cpuSeconds: number; readonly peakMebibytes: number };
  readonly microsecondsPerMatch: number;
}

/** What a child process is sent. */
export interface ScaleTask {
  readonly file: string;
  readonly size: number;
  readonly workspaceRoot: string;
}
