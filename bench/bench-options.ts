import type { MeasureOptions } from './measure.ts';

/** What the command line says, for every command. */
export interface BenchOptions {
  readonly peers?: string | undefined;
  readonly request?: string | undefined;
  readonly update?: boolean;
  readonly json: boolean;
  readonly quick: boolean;
}

export function roundsOf({ quick }: BenchOptions): number {
  return quick ? 1 : 3;
}

export function windowsOf({ quick }: BenchOptions): MeasureOptions {
  return quick
    ? { connections: 64, warmUpMilliseconds: 600, windows: 5, windowMilliseconds: 150 }
    : { connections: 64, warmUpMilliseconds: 1_500, windows: 20, windowMilliseconds: 150 };
}

/** For who waits; results alone go to standard output. */
export function progress(text: string): void {
  console.error(text);
}
