import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isObject } from '../parse/is-object.ts';
import { type ParseContext, type ParsedFile, parseText } from '../parse/parse-text.ts';
import { splitReference } from '../parse/split-reference.ts';
import { applyAction } from './apply-action.ts';
import { checkSize, sizeOf } from './check-size.ts';
import type { Overlay } from './overlay.ts';
import { readOverlay } from './read-overlay.ts';

export interface OverlayText {
  readonly path: string;
  readonly text: string;
}

/**
 * A document after all actions of all overlays, in their order (Overlay 1.0 and 1.1). What an overlay brought stands in
 * the overlay's file, everything else where it stood.
 */
export async function applyOverlays(
  root: ParsedFile,
  overlays: readonly OverlayText[],
  context: ParseContext,
): Promise<ParsedFile> {
  let document = root;
  const before = sizeOf(root.value);
  for (const { path, text } of overlays) {
    const parsed = parseText({ path, text, base: root.file.path }, context);
    const overlay = parsed === undefined ? undefined : readOverlay(parsed.value, path, context);
    if (overlay === undefined || !extendsThis(overlay, path, { root, context })) continue;
    for (const action of overlay.actions) {
      const value = await applyAction(document.value, action, context);
      if (!checkSize(value, before, { action, context })) return document;
      document = { ...document, value };
    }
  }
  return document;
}

function extendsThis(
  { extends: target, source }: Overlay,
  overlay: string,
  { root, context }: { readonly root: ParsedFile; readonly context: ParseContext },
): boolean {
  if (target === undefined || namesDocument(target, overlay, root)) return true;
  context.report.warning({
    at: context.sources.locate(source, 'extends'),
    code: 'foreign-overlay',
    message: `This overlay extends "${target}", not the contract ${root.file.path}`,
    hint: 'It is not applied; remove "extends", or let it name the contract',
  });
  return false;
}

function namesDocument(target: string, overlay: string, { file, value }: ParsedFile): boolean {
  if (isObject(value) && value.$self === target) return true;
  const { kind, path } = splitReference(target);
  if (kind === 'file') return resolve(dirname(overlay), path) === file.path;
  return target.startsWith('file://') && URL.canParse(target) && fileURLToPath(target) === file.path;
}
