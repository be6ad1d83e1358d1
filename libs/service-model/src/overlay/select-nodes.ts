import type { JsonValue } from '../model/json.ts';
import type { NodePath } from './edit-nodes.ts';

export interface SelectedNode {
  readonly path: NodePath;
  readonly value: JsonValue;
}

/** Levels that `..` goes down; documents have fewer. */
const maxDepth = 1_000;

/** The nodes that a JSONPath (RFC 9535) selects, in the order of the document. */
export async function selectNodes(
  document: JsonValue,
  path: string,
): Promise<readonly SelectedNode[] | { readonly problem: string }> {
  // Loaded only where there are overlays.
  const { JSONPathEnvironment } = await import('json-p3');
  const environment = new JSONPathEnvironment({ maxRecursionDepth: maxDepth });
  try {
    const nodes: SelectedNode[] = [];
    // The library only reads, and its values are JSON as ours.
    for (const { location, value } of environment.query(path, document as never)) {
      nodes.push({ path: location, value: value as JsonValue });
    }
    return nodes;
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
