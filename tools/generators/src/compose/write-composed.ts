import type { JsonObject } from '@brrt/service-model';
import { visibleText } from '@brrt/service-model';
import { formatPointer } from '@brrt/service-model/references';
import { Document, isMap, isScalar } from 'yaml';
import type { ComposedDocument } from './composition.ts';

const head = ` Composed by \`nx sync\` from composition.yaml: edits are overwritten.
 A service's components and tags begin with its name, operations with the name of their contract.`;

/** `openapi.yaml` of a BFF: deterministic, with a comment at each operation and component that says whose it is. */
export function writeComposed({ value, origins }: ComposedDocument): string {
  const document = new Document(value, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  document.commentBefore = head;
  comment(document.contents, value, { path: [], origins });
  return document.toString({ lineWidth: 0 });
}

interface Commenting {
  readonly path: readonly string[];
  readonly origins: ComposedDocument['origins'];
}

/** Operations and components stand no deeper than five keys. */
function comment(node: unknown, value: JsonObject, { path, origins }: Commenting): void {
  if (!isMap(node) || path.length > 4) return;
  for (const { key, value: child } of node.items) {
    if (!isScalar(key)) continue;
    const place = [...path, String(key.value)];
    const origin = origins.get(formatPointer(place));
    if (origin !== undefined) key.commentBefore = ` ${visibleText(origin)}`;
    comment(child, value, { path: place, origins });
  }
}
