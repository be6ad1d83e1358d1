import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ReadResult, readServiceModel } from '@brrt/service-model';
import { UsageError } from './command.ts';

/**
 * Reads the contract that a command names by its path.
 * @throws UsageError when none is named or there is no such file
 */
export async function readSpec(spec: string | undefined): Promise<ReadResult & { readonly file: string }> {
  if (spec === undefined) throw new UsageError('which contract?');
  const file = resolve(spec);
  if (!existsSync(file)) throw new UsageError(`there is no file ${spec}`);
  return { ...(await readServiceModel(file)), file };
}
