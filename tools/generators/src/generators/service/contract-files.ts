import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { writeDocument } from '@brrt/service-model';
import { isMap, parseDocument } from 'yaml';
import type { EmittedFile } from '../../emit/emitted-file.ts';
import type { ReadContract, Spec } from '../read-contract.ts';

/**
 * What becomes the contract of a new service: a contract of one file as it was written, with its overlays beside it; one
 * of several files as the one document that they are, overlays applied.
 */
export function contractFiles({ model, files }: ReadContract, { file, overlays }: Spec): readonly EmittedFile[] {
  const isWhole = files.every((path) => path === file || overlays.includes(path));
  const text = isWhole ? readFileSync(file, 'utf8') : writeDocument(model.document, 'yaml');
  const contract: EmittedFile = { path: 'openapi.yaml', text, owner: 'developer' };
  return isWhole ? [contract, ...overlays.map(overlayFile)] : [contract];
}

// Numbered, because overlays are applied in alphabetical order.
function overlayFile(path: string, index: number): EmittedFile {
  const { stem = 'overlay', extension = 'yaml' } =
    /^(?<stem>.*?)(?:\.overlay)?\.(?<extension>ya?ml|json)$/.exec(basename(path))?.groups ?? {};
  const number = String(index + 1).padStart(2, '0');
  const text = overlayText(readFileSync(path, 'utf8'));
  return { path: `openapi.${number}-${stem}.overlay.${extension}`, text, owner: 'developer' };
}

// The document that an overlay extends has another name here.
function overlayText(text: string): string {
  const document = parseDocument(text);
  if (!isMap(document.contents) || !document.has('extends')) return text;
  document.set('extends', './openapi.yaml');
  return text.trimStart().startsWith('{') ? `${JSON.stringify(document.toJS(), undefined, 2)}\n` : String(document);
}
