import type { JsonObject, JsonValue } from '../model/json.ts';
import { isList, isObject } from '../parse/is-object.ts';
import type { ParseContext } from '../parse/parse-text.ts';
import { editNodes, type NodePath } from './edit-nodes.ts';
import { type MergeConflict, mergeValues } from './merge-values.ts';
import type { OverlayAction } from './overlay.ts';
import { type SelectedNode, selectNodes } from './select-nodes.ts';

/** The document after one action; unchanged when the action cannot be carried out, and the report says why. */
export async function applyAction(
  document: JsonValue,
  action: OverlayAction,
  context: ParseContext,
): Promise<JsonValue> {
  const { change, source } = action;
  const nodes = change.kind === 'none' ? [] : await select(document, { holder: source, key: 'target' }, context);
  if (change.kind === 'none' || nodes === undefined) return document;
  if (nodes.length === 0) {
    const hint = 'Nothing is changed';
    const message = `The target ${action.target} is nowhere in the contract`;
    context.report.warning({ at: context.sources.locate(source, 'target'), code: 'unmatched-target', message, hint });
    return document;
  }
  if (change.kind === 'remove') return removeNodes(document, nodes, action, context);
  const update = change.kind === 'update' ? { value: change.value } : await copiedNode(document, source, context);
  if (update === undefined || !isOfOneKind(nodes, action, context)) return document;
  return updateNodes({ document, nodes, value: update.value }, action, context);
}

interface QueryPlace {
  readonly holder: JsonObject;
  readonly key: 'target' | 'copy';
}

async function select(
  document: JsonValue,
  { holder, key }: QueryPlace,
  context: ParseContext,
): Promise<readonly SelectedNode[] | undefined> {
  const selected = await selectNodes(document, String(holder[key]));
  if (!('problem' in selected)) return selected;
  const at = context.sources.locate(holder, key);
  const message = `"${key}" cannot be followed as JSONPath (RFC 9535): ${selected.problem}`;
  context.report.error({ at, code: 'malformed-overlay', message });
  return undefined;
}

async function copiedNode(
  document: JsonValue,
  source: JsonObject,
  context: ParseContext,
): Promise<{ readonly value: JsonValue } | undefined> {
  const nodes = await select(document, { holder: source, key: 'copy' }, context);
  const [only, ...others] = nodes ?? [];
  if (nodes === undefined || (only !== undefined && others.length === 0)) return only;
  const at = context.sources.locate(source, 'copy');
  const message = `"copy" must lead to one node, and leads to ${nodes.length}`;
  context.report.error({ at, code: 'malformed-overlay', message });
  return undefined;
}

// Overlay 1.1 §4.4.3: all objects, all lists or all plain values.
function isOfOneKind(nodes: readonly SelectedNode[], { source }: OverlayAction, context: ParseContext): boolean {
  const kinds = new Set(nodes.map(({ value }) => (isObject(value) ? 'objects' : isList(value) ? 'lists' : 'values')));
  if (kinds.size === 1) return true;
  const at = context.sources.locate(source, 'target');
  const message = `The target leads to ${[...kinds].join(' and ')}, which one update cannot fit`;
  context.report.error({ at, code: 'incompatible-update', message });
  return false;
}

interface Update {
  readonly document: JsonValue;
  readonly nodes: readonly SelectedNode[];
  readonly value: JsonValue;
}

function updateNodes({ document, nodes, value }: Update, action: OverlayAction, context: ParseContext): JsonValue {
  const { sources, report } = context;
  const key = action.change.kind === 'copy' ? 'copy' : 'update';
  const update = { value, place: { container: action.source, key } };
  const conflicts: MergeConflict[] = [];
  const edit = {
    kind: 'replace',
    with: (target: JsonValue) => mergeValues(target, update, { sources, conflicts }),
    place: sources.fieldOf(action.source, key),
  } as const;
  const made = editNodes(document, pathsOf(nodes), edit, sources);
  for (const { at, problem } of conflicts) {
    report.error({ at: sources.locate(at.container, at.key), code: 'incompatible-update', message: problem });
  }
  return conflicts.length === 0 ? made : document;
}

function removeNodes(
  document: JsonValue,
  nodes: readonly SelectedNode[],
  { source }: OverlayAction,
  context: ParseContext,
): JsonValue {
  if (nodes.every(({ path }) => path.length > 0))
    return editNodes(document, pathsOf(nodes), { kind: 'remove' }, context.sources);
  const at = context.sources.locate(source, 'target');
  context.report.error({ at, code: 'malformed-overlay', message: 'The document itself cannot be removed' });
  return document;
}

function pathsOf(nodes: readonly SelectedNode[]): readonly NodePath[] {
  return nodes.map(({ path }) => path);
}
