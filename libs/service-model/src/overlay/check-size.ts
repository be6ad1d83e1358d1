import type { JsonValue } from '../model/json.ts';
import type { ParseContext } from '../parse/parse-text.ts';
import type { OverlayAction } from './overlay.ts';

/** What a value comes to when everything that stands in several places is written out. */
export interface DocumentSize {
  readonly nodes: number;
  readonly levels: number;
}

/** Nodes that overlays may add, copies of copies included. */
const maxAddedNodes = 200_000;
const maxLevels = 200;

/** Reports an action after which the document is too large or too deep. `before`: without overlays. */
export function checkSize(
  value: JsonValue,
  before: DocumentSize,
  { action, context }: { readonly action: OverlayAction; readonly context: ParseContext },
): boolean {
  const { nodes, levels } = sizeOf(value);
  const problem =
    levels > maxLevels
      ? `it is nested deeper than ${maxLevels} levels`
      : nodes > before.nodes + Math.max(maxAddedNodes, before.nodes)
        ? `it has ${nodes} nodes instead of ${before.nodes}`
        : undefined;
  if (problem === undefined) return true;
  const at = context.sources.locate(action.source);
  context.report.error({ at, code: 'document-too-large', message: `After this action of the overlay ${problem}` });
  return false;
}

/** Linear in the containers that there are, however often each is used. */
export function sizeOf(value: JsonValue): DocumentSize {
  const known = new Map<object, DocumentSize>();
  const visit = (node: unknown): DocumentSize => {
    if (typeof node !== 'object' || node === null) return { nodes: 1, levels: 0 };
    const found = known.get(node);
    if (found !== undefined) return found;
    let nodes = 1;
    let levels = 0;
    for (const child of Object.values(node)) {
      const size = visit(child);
      nodes += size.nodes;
      levels = Math.max(levels, size.levels);
    }
    const size = { nodes, levels: levels + 1 };
    known.set(node, size);
    return size;
  };
  return visit(value);
}
