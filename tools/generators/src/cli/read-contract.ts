import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ReadOptions, type ReadResult, readServiceModel } from '@brrt/service-model';
import { contractFile } from '../emit/reconcile-service.ts';
import { readSkipBroken } from '../emit/skip-broken.ts';

/** Reads the contract of an app, without what cannot be read where that was chosen, now or before. */
export function readContract(
  { folder }: { readonly folder: string },
  { skipBroken = remembersSkipBroken(folder) }: ReadOptions = {},
): Promise<ReadResult> {
  return readServiceModel(`${folder}/openapi.yaml`, { skipBroken });
}

/** Whether an app was made to leave out operations that cannot be read. */
export function remembersSkipBroken(folder: string): boolean {
  const file = join(folder, contractFile);
  return existsSync(file) && readSkipBroken(readFileSync(file, 'utf8'));
}
