import { it } from 'vitest';
import { type Version, versions, written } from './versions.ts';

/**
 * One row of docs/conformance.md: `name` is `Object.field` of the specification, and `prove` shows what the field does,
 * once in a document of each version that has it.
 */
export function field(name: string, prove: (openapi: string) => Promise<void>, among: readonly Version[] = versions) {
  for (const version of among) it(`${name} (OpenAPI ${version})`, () => prove(written[version]));
}
