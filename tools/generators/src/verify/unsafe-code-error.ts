import type { Breach } from './parse-code.ts';

/** Text of a contract would have become code: nothing was written. A mistake of this package, to be reported there. */
export class UnsafeCodeError extends Error {
  override readonly name = 'UnsafeCodeError';
  readonly breaches: readonly Breach[];
  constructor(breaches: readonly Breach[]) {
    const lines = breaches.slice(0, 20).map(({ path, line, message }) => `  ${path}:${line} ${message}`);
    super(`The contract would get code of its own into generated files; nothing was written.\n${lines.join('\n')}`);
    this.breaches = breaches;
  }
}
