const line = /^ {2}skipBroken: true,$/m;

/** Whether a service was made to leave out operations that cannot be read: its `contract.gen.ts` remembers. */
export function readSkipBroken(contractModule: string | undefined): boolean {
  return line.test(contractModule ?? '');
}

/** The line that `readSkipBroken` finds. */
export function skipBrokenLine(skipBroken: boolean): string {
  return skipBroken ? '  skipBroken: true,\n' : '';
}
