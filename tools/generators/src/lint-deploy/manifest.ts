import type { Diagnostic } from '@brrt/service-model';
import { isMap, isNode, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';

export type Values = { readonly [key: string]: unknown };

/** One object of a cluster, as a file or kustomize says it. */
export interface Manifest {
  /** Where it stands: a file, or an overlay that kustomize built. */
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly value: Values;
  /** Of what a pointer leads to, else of the nearest thing around it. */
  locate(pointer: string): { readonly line: number; readonly column: number };
}

/** The manifests of a text, and what of it is none. */
export function parseManifests(file: string, text: string): readonly (Manifest | Diagnostic)[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  return [...documents].flatMap((document): readonly (Manifest | Diagnostic)[] => {
    const place = (node: unknown) => {
      const { line, col } = lines.linePos((isNode(node) ? node.range?.[0] : undefined) ?? 0);
      return { line: Math.max(line, 1), column: Math.max(col, 1) };
    };
    const [error] = document.errors;
    if (error !== undefined)
      return [malformed(file, { ...place(undefined), line: lines.linePos(error.pos[0]).line }, error.message)];
    if (document.contents === null) return [];
    const value: unknown = document.toJS();
    const { apiVersion, kind, metadata } = isValues(value) ? value : {};
    if (!isValues(value) || typeof apiVersion !== 'string' || typeof kind !== 'string')
      return [malformed(file, place(document.contents), 'is no object of Kubernetes: it has no apiVersion or no kind')];
    const name = isValues(metadata) ? String(metadata.name) : '';
    return [{ file, apiVersion, kind, name, value, locate: (pointer) => place(nearest(document.contents, pointer)) }];
  });
}

function malformed(file: string, at: { readonly line: number; readonly column: number }, message: string): Diagnostic {
  return { file, ...at, pointer: '', severity: 'error', code: 'malformed-manifest', message };
}

function nearest(root: unknown, pointer: string): unknown {
  let node: unknown = root;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    const next: unknown = isMap(node)
      ? node.get(key, true)
      : isSeq(node)
        ? (node as { get(i: number, keep: true): Node }).get(Number(key), true)
        : undefined; // the type of a list's items is open
    if (!isNode(next)) break;
    node = next;
  }
  return node;
}

export function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of a member of …; numbers are positions in a list. */
export function at(value: unknown, ...keys: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof key === 'number') found = Array.isArray(found) ? found[key] : undefined;
    else found = isValues(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found;
}

/** The same, where it is a list of objects. */
export function listAt(value: unknown, ...keys: readonly (string | number)[]): readonly Values[] {
  const found = at(value, ...keys);
  return Array.isArray(found) ? found.filter(isValues) : [];
}
