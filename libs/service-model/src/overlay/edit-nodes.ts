import type { JsonValue } from '../model/json.ts';
import type { FieldPlace, SourceMap } from '../parse/source-map.ts';

/** Keys and indexes from the root of a document to a node. */
export type NodePath = readonly (string | number)[];

export type NodeEdit =
  | { readonly kind: 'remove' }
  /** `place`: where the new value stands when it is a plain one. */
  | { readonly kind: 'replace'; with(value: JsonValue): JsonValue; readonly place: FieldPlace | undefined };

/** Edits the nodes at the given paths, the innermost first. Only the containers on the way to them are made anew. */
export function editNodes(root: JsonValue, paths: readonly NodePath[], edit: NodeEdit, sources: SourceMap): JsonValue {
  const tree: PathTree = { isTarget: false, children: new Map() };
  for (const path of paths) addPath(tree, path);
  return editTree(root, tree, edit, sources);
}

interface PathTree {
  isTarget: boolean;
  readonly children: Map<string, PathTree>;
}

function addPath(tree: PathTree, path: NodePath): void {
  let at = tree;
  for (const step of path) {
    const next = at.children.get(String(step)) ?? { isTarget: false, children: new Map() };
    at.children.set(String(step), next);
    at = next;
  }
  at.isTarget = true;
}

function editTree(value: JsonValue, tree: PathTree, edit: NodeEdit, sources: SourceMap): JsonValue {
  const inner = tree.children.size === 0 ? value : editChildren(value, tree, edit, sources);
  return tree.isTarget && edit.kind === 'replace' ? edit.with(inner) : inner;
}

function editChildren(value: JsonValue, tree: PathTree, edit: NodeEdit, sources: SourceMap): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  const kept: [string, JsonValue][] = [];
  const moved = new Map<string, FieldPlace>();
  for (const [key, child] of Object.entries(value)) {
    const subtree = tree.children.get(key);
    if (subtree?.isTarget === true && edit.kind === 'remove') continue;
    const newKey = Array.isArray(value) ? String(kept.length) : key;
    const isReplaced = subtree?.isTarget === true && edit.kind === 'replace' && !isContainer(child);
    const place = (isReplaced ? edit.place : undefined) ?? sources.fieldOf(value, key);
    if (place !== undefined) moved.set(newKey, place);
    // JSON has JSON values only.
    kept.push([
      newKey,
      subtree === undefined ? (child as JsonValue) : editTree(child as JsonValue, subtree, edit, sources),
    ]);
  }
  const made = Array.isArray(value) ? kept.map(([, child]) => child) : Object.fromEntries(kept);
  return sources.replace(made, value, moved);
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
