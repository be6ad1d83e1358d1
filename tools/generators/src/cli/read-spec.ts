import { overlaysBeside, type ReadResult, readServiceModel } from '@brrt/service-model';
import { UsageError } from './command.ts';
import { namedFile } from './named-paths.ts';

export interface SpecOptions {
  /** To be applied after those that lie beside the contract. */
  readonly overlays?: readonly string[];
  readonly skipBroken?: boolean;
}

export interface ReadSpec extends ReadResult {
  /** Absolute. */
  readonly file: string;
  /** Those that were applied, in this order. */
  readonly overlays: readonly string[];
}

/**
 * Reads the contract that a command names by its path, with the overlays beside it and then the given ones applied.
 * @throws UsageError when none is named or there is no such file
 */
export async function readSpec(
  spec: string | undefined,
  { overlays = [], skipBroken = false }: SpecOptions = {},
): Promise<ReadSpec> {
  if (spec === undefined) throw new UsageError('which contract?');
  const file = namedFile(spec);
  const applied = [...(await overlaysBeside(file)), ...overlays];
  return { ...(await readServiceModel(file, { overlays: applied, skipBroken })), file, overlays: applied };
}
