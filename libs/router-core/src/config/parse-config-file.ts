import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { ConfigMistake } from './config-error.ts';
import type { ConfigFile, ConfigNode } from './config-node.ts';

interface Reading extends ConfigFile {
  readonly document: ReturnType<typeof parseDocument>;
  readonly lines: LineCounter;
  readonly mistakes: ConfigMistake[];
}

// Deeper than any section goes; an alias to its own parent ends here.
const maxDepth = 12;

/** Parses one configuration file; what YAML refuses becomes mistakes. */
export function parseConfigFile(file: ConfigFile, mistakes: ConfigMistake[]): ConfigNode {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  for (const { message, pos } of document.errors) {
    mistakes.push({
      file: file.path,
      line: lines.linePos(pos[0]).line,
      path: '',
      message: `not valid YAML: ${message}`,
    });
  }
  const reading: Reading = { ...file, document, lines, mistakes };
  return nodeFrom(document.errors.length > 0 ? null : document.contents, reading, { line: 1, depth: 0 });
}

function nodeFrom(node: unknown, reading: Reading, at: { readonly line: number; readonly depth: number }): ConfigNode {
  const { path: file, development, mistakes } = reading;
  const place = { file, line: at.line, development };
  if (at.depth > maxDepth) {
    mistakes.push({ file, line: at.line, path: '', message: 'nested too deeply' });
    return { ...place, kind: 'scalar', value: null };
  }
  const depth = at.depth + 1;
  if (isAlias(node)) return nodeFrom(node.resolve(reading.document), reading, { line: at.line, depth });
  if (isMap(node)) {
    const entries = new Map<string, ConfigNode>();
    for (const { key, value } of node.items) {
      entries.set(keyText(key), nodeFrom(value, reading, { line: lineOf(key, reading, at.line), depth }));
    }
    return { ...place, kind: 'map', entries };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => nodeFrom(item, reading, { line: lineOf(item, reading, at.line), depth }));
    return { ...place, kind: 'list', items };
  }
  return { ...place, kind: 'scalar', value: isScalar(node) ? scalarValue(node.value) : null };
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

function scalarValue(value: unknown): string | number | boolean | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function lineOf(node: unknown, { lines }: Reading, fallback: number): number {
  // Every node that `parseDocument` returns has a range; `unknown` is how the pairs of a map are typed.
  const offset = (node as Partial<Node> | null)?.range?.[0];
  return offset === undefined ? fallback : lines.linePos(offset).line;
}
