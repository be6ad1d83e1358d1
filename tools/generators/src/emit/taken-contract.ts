import { createHash } from 'node:crypto';

const line = /^\/\/ brrt:taken (sha256-[\da-f]{64})$/m;

/** Tells a contract from others; stands in `contract.gen.ts` as long as the generator, not a person, wrote `openapi.yaml` last. */
export function contractDigest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('hex')}`;
}

/** The digest of the contract that the generator last took over; undefined for a service whose contract people wrote. */
export function readTaken(contractModule: string | undefined): string | undefined {
  return line.exec(contractModule ?? '')?.[1];
}

/** The line that `readTaken` finds. */
export function takenLine(digest: string | undefined): string {
  return digest === undefined ? '' : `// brrt:taken ${digest}\n`;
}
