import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadContract } from '@brrt/router-core/host';
import type { ReadContract } from '../src/contract/workspace-tools.ts';

/** A contract of `shop` whose text is at hand, read as services read theirs. */
export async function readContractText(text: string): Promise<ReadContract> {
  const folder = await mkdtemp(join(tmpdir(), 'brrt-contract-'));
  const file = join(folder, 'openapi.yaml');
  try {
    await writeFile(file, text);
    const { model } = await loadContract({ service: 'shop', file: pathToFileURL(file) });
    return { file: 'apps/shop/openapi.yaml', text, hash: '0123456789ab', model, findings: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const place = { file: 'apps/shop/openapi.yaml', line: 2, column: 8, pointer: '' };
    return {
      ...place,
      text,
      model: undefined,
      findings: [{ code: 'unreadable', severity: 'error', message, ...place }],
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
