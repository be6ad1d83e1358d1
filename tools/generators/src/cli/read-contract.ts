import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ReadOptions, type ReadResult, readServiceModel } from '@brrt/service-model';
import { contractFile } from '../emit/reconcile-service.ts';
import { readSkipBroken } from '../emit/skip-broken.ts';
import { type App, contractOf } from './app-folder.ts';

/** Reads the contract of an app, without what cannot be read where that was chosen, now or before. */
export function readContract(
  app: Pick<App, 'folder' | 'contract'>,
  { skipBroken = remembersSkipBroken(app.folder) }: ReadOptions = {},
): Promise<ReadResult> {
  return readServiceModel(contractOf(app), { skipBroken });
}

/** Whether an app was made to leave out operations that cannot be read. */
export function remembersSkipBroken(folder: string): boolean {
  const file = join(folder, contractFile);
  return existsSync(file) && readSkipBroken(readFileSync(file, 'utf8'));
}
