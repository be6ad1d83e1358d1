import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Which of the files beside a contract are overlays of it, in the order in which they are applied: beside
 * `openapi.yaml` these are `openapi.overlay.yaml` and `openapi.<anything>.overlay.yaml` (also `.yml` and `.json`).
 * This one place decides it for every command, host and watcher.
 */
export function overlayNames(contract: string, siblings: readonly string[]): readonly string[] {
  const stem = contract.replace(/\.[^.]*$/, '');
  return siblings
    .filter((name) => name.startsWith(`${stem}.`) && /\.overlay\.(?:ya?ml|json)$/.test(name.slice(stem.length)))
    .sort();
}

/** Absolute paths of the overlays that lie beside a contract. */
export async function overlaysBeside(contract: string): Promise<readonly string[]> {
  const folder = dirname(contract);
  return overlayNames(basename(contract), await namesIn(folder)).map((name) => join(folder, name));
}

// A folder that cannot be read has no overlays; that the contract is not there either is said elsewhere.
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
