import { resolve } from 'node:path';
import { readText } from '../parse/read-file.ts';
import type { Report } from '../report.ts';
import type { OverlayText } from './apply-overlays.ts';

/** Texts of overlays: paths are read, texts at hand are taken as they are. What cannot be read is reported and left out. */
export async function readOverlays(
  overlays: readonly (string | { readonly text: string; readonly file: string })[],
  report: Report,
): Promise<readonly OverlayText[]> {
  const read = overlays.map(async (overlay): Promise<readonly OverlayText[]> => {
    if (typeof overlay !== 'string') return [{ path: resolve(overlay.file), text: overlay.text }];
    const path = resolve(overlay);
    const content = await readText(path);
    if ('text' in content) return [{ path, text: content.text }];
    report.error({
      at: { file: path, line: 1, column: 1, pointer: '' },
      code: 'unreadable-file',
      message: content.problem,
    });
    return [];
  });
  return (await Promise.all(read)).flat();
}
