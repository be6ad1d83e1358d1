import type { Diagnostic, JsonObject, JsonValue, SourceLocation } from '@brrt/service-model';
import { formatPointer, nearestName } from '@brrt/service-model/references';
import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from 'yaml';

export type Path = readonly string[];

/** A file of settings that people write: its values, and findings at their places. */
export interface CompositionFile {
  readonly value: JsonValue;
  readonly diagnostics: Diagnostic[];
  at(path: Path): SourceLocation;
  error(path: Path, code: string, message: string, hint?: string): void;
  /** The object at a place whose keys are all known; empty when it is something else, which is reported. */
  object(value: JsonValue | undefined, path: Path, known?: readonly string[]): JsonObject;
  text(value: JsonValue | undefined, path: Path): string | undefined;
}

export function readCompositionFile({ text, file }: { readonly text: string; readonly file: string }): CompositionFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const diagnostics: Diagnostic[] = [];
  const place = (offset: number, path: Path): SourceLocation => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), pointer: formatPointer(path) };
  };
  const at = (path: Path): SourceLocation => place(offsetOf(document.contents, path), path);
  const error: CompositionFile['error'] = (path, code, message, hint) => {
    diagnostics.push({ ...at(path), severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) });
  };
  for (const { message, pos } of document.errors) {
    const first = message.split('\n')[0] ?? message;
    diagnostics.push({ ...place(pos[0], []), severity: 'error', code: 'malformed-yaml', message: first });
  }
  // The cast: YAML that has been read is what JSON can carry, apart from what the checks refuse.
  const value = diagnostics.length > 0 ? {} : ((document.toJS() ?? {}) as JsonValue);
  return {
    ...{ value, diagnostics, at, error },
    object(given, path, known) {
      if (given === undefined || given === null) return {};
      if (!isObject(given)) {
        error(path, 'composition-type', `${nameOf(path)} has to be an object`);
        return {};
      }
      for (const key of Object.keys(given)) {
        if (known === undefined || known.includes(key)) continue;
        const near = nearestName(key, known);
        const hint = near === undefined ? `Known are ${known.join(', ')}` : `Did you mean "${near}"?`;
        error([...path, key], 'composition-key', `"${key}" is unknown here`, hint);
      }
      return given;
    },
    text(given, path) {
      if (given === undefined) return undefined;
      if (typeof given === 'string' && given !== '') return given;
      error(path, 'composition-type', `${nameOf(path)} has to be a text`);
      return undefined;
    },
  };
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function nameOf(path: Path): string {
  return path.length === 0 ? 'The composition' : `"${path.join('.')}"`;
}

/** Where the key or the item stands that a path names; of the nearest place around it when there is none. */
function offsetOf(root: Node | null, path: Path): number {
  let node: unknown = root;
  let offset = 0;
  for (const key of path) {
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    if (pair !== undefined) {
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else {
      const items: readonly unknown[] = isNode(node) && 'items' in node && Array.isArray(node.items) ? node.items : [];
      const item = isMap(node) ? undefined : items[Number(key)];
      if (item === undefined) return offset;
      offset = startOf(item) ?? offset;
      node = item;
    }
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
