import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { DiagnosticCode } from '../diagnostic-codes.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { Report } from '../report.ts';
import { locateOffset, type Origin, type SourceMap, type TextFile } from './source-map.ts';

/** Nesting beyond this is refused: nothing that people write comes near it, and every later pass may recurse. */
const maxDepth = 200;
/** Nodes that aliases may add by being written out (a "billion laughs" adds billions). */
const maxAliasNodes = 200_000;
/** The largest public contracts have some hundreds. */
const maxAnchors = 20_000;

export interface YamlContext {
  readonly file: TextFile;
  readonly sources: SourceMap;
  readonly report: Report;
}

/** Values of a YAML 1.2 (so also JSON) text, each with its place. `undefined`: cannot be read, and the report says why. */
export function parseYaml(context: YamlContext): { readonly value: JsonValue } | undefined {
  if (hasTooManyAnchors(context)) return undefined;
  const document = composeDocument(context);
  if (document === undefined || reportSyntax(document, context)) return undefined;
  const state: ConvertState = { ...context, anchors: new Map(), aliasNodes: 0, failed: false };
  const { value } = convertNode(document.contents, { parent: undefined, key: '', depth: 0 }, state);
  return state.failed ? undefined : { value };
}

interface Converted {
  readonly value: JsonValue;
  /** Nodes in this value, aliases written out. */
  readonly weight: number;
  readonly height: number;
}

interface Place {
  readonly parent: Origin | undefined;
  readonly key: string;
  readonly depth: number;
}

interface ConvertState extends YamlContext {
  readonly anchors: Map<string, Converted | 'open'>;
  aliasNodes: number;
  failed: boolean;
}

const nothing: Converted = { value: null, weight: 1, height: 0 };

function hasTooManyAnchors({ file, report }: YamlContext): boolean {
  // Prose that looks the same is counted too, and never so often.
  const anchors = [...file.text.matchAll(/(?<=^|[\s,[{])&[^\s,[\]{}]+/g)];
  const beyond = anchors[maxAnchors];
  if (beyond === undefined) return false;
  const at = locateOffset(file, beyond.index);
  report.error({ at, code: 'too-many-aliases', message: `There are more than ${maxAnchors} anchors` });
  return true;
}

function composeDocument({ file, report }: YamlContext): Document.Parsed | undefined {
  try {
    return parseDocument(file.text, {
      version: '1.2',
      schema: 'core',
      // Our own check is linear.
      uniqueKeys: false,
      prettyErrors: false,
      // Nothing is printed by this function; 'silent' would also be silent about further documents in the text.
      logLevel: 'error',
    });
  } catch (error) {
    // The parser recurses and does not count everywhere.
    if (!(error instanceof RangeError)) throw error;
    reportDepth(0, { file, report });
    return undefined;
  }
}

function reportDepth(offset: number, { file, report }: Pick<YamlContext, 'file' | 'report'>): void {
  const at = locateOffset(file, offset);
  report.error({ at, code: 'nesting-too-deep', message: `Nested deeper than ${maxDepth} levels` });
}

const maxSyntaxFindings = 20;
/** What readers of YAML in several languages take as an order to make functions and objects. */
const codeTag = /\btag:yaml\.org,2002:(?:js|python|ruby|perl|java|php)\b|!(?:ruby|php|js|python)\//;

function reportSyntax(document: Document.Parsed, { file, report }: YamlContext): boolean {
  const exhausted = document.errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (exhausted !== undefined) {
    reportDepth(exhausted.pos[0], { file, report });
    return true;
  }
  for (const { message, pos } of document.errors.slice(0, maxSyntaxFindings)) {
    const at = locateOffset(file, pos[0]);
    report.error({ at, code: 'malformed-document', message: `Not readable as YAML or JSON: ${message}` });
  }
  let asksForCode = false;
  for (const { message, pos } of document.warnings.slice(0, maxSyntaxFindings)) {
    const at = locateOffset(file, pos[0]);
    if (codeTag.test(message)) {
      asksForCode = true;
      report.error({ at, code: 'malformed-document', message: `A contract is data, not code: ${message}` });
    } else report.warning({ at, code: 'yaml-warning', message });
  }
  return asksForCode || document.errors.length > 0;
}

function convertNode(node: unknown, place: Place, state: ConvertState): Converted {
  if (isAlias(node)) return convertAlias(node.source, offsetOf(node), place, state);
  if (isScalar(node)) return remember(node.anchor, convertScalar(node, state), state);
  if (!isMap(node) && !isSeq(node)) return nothing;
  if (place.depth > maxDepth) {
    return fail(state, offsetOf(node), 'nesting-too-deep', `Nested deeper than ${maxDepth} levels`);
  }
  if (node.anchor !== undefined) state.anchors.set(node.anchor, 'open');
  return remember(node.anchor, isMap(node) ? convertMap(node, place, state) : convertSeq(node, place, state), state);
}

function remember(anchor: string | undefined, converted: Converted, state: ConvertState): Converted {
  if (anchor !== undefined) state.anchors.set(anchor, converted);
  return converted;
}

function convertScalar(
  node: { readonly value: unknown; readonly source?: string | undefined },
  state: ConvertState,
): Converted {
  const { value } = node;
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return { value, weight: 1, height: 0 };
  if (typeof value === 'number' && Number.isFinite(value))
    return { value: value === 0 ? 0 : value, weight: 1, height: 0 };
  const text = node.source ?? String(value);
  const at = locateOffset(state.file, offsetOf(node));
  state.report.warning({
    at,
    code: 'not-json',
    message: `"${text}" has no JSON value`,
    hint: 'It is read as a string',
  });
  return { value: text, weight: 1, height: 0 };
}

function convertAlias(name: string, offset: number, place: Place, state: ConvertState): Converted {
  const target = state.anchors.get(name);
  if (target === undefined)
    return fail(state, offset, 'unknown-anchor', `There is no anchor &${name} before this alias`);
  if (target === 'open') return fail(state, offset, 'cyclic-alias', `The alias *${name} stands inside its own anchor`);
  state.aliasNodes += target.weight;
  if (state.aliasNodes > maxAliasNodes) {
    return fail(state, offset, 'too-many-aliases', `Aliases add more than ${maxAliasNodes} nodes to the document`);
  }
  if (place.depth + target.height > maxDepth) {
    return fail(state, offset, 'nesting-too-deep', `Nested deeper than ${maxDepth} levels`);
  }
  return target;
}

function convertSeq(node: YAMLSeq, place: Place, state: ConvertState): Converted {
  const offsets = lazily(() => new Map(node.items.map((item, index) => [String(index), offsetOf(item)])));
  const origin: Origin = { file: state.file, parent: place.parent, key: place.key, offset: offsetOf(node), offsets };
  const items = node.items.map((item, index) =>
    convertNode(item, { parent: origin, key: String(index), depth: place.depth + 1 }, state),
  );
  return record(
    items.map(({ value }) => value),
    items,
    origin,
    state,
  );
}

function convertMap(node: YAMLMap, place: Place, state: ConvertState): Converted {
  const offsets = lazily(() => new Map(node.items.map(({ key }) => [keyText(key), offsetOf(key)])));
  const origin: Origin = { file: state.file, parent: place.parent, key: place.key, offset: offsetOf(node), offsets };
  const own = new Map<string, Converted>();
  const merged = new Map<string, Converted>();
  for (const pair of node.items) {
    const key = checkKey(pair, own, state);
    if (key === undefined) continue;
    const converted = convertNode(pair.value, { parent: origin, key, depth: place.depth + 1 }, state);
    if (isMergeKey(pair)) addMerged(converted, merged, pair, state);
    else own.set(key, converted);
  }
  const all = new Map([...merged, ...own]);
  const value = Object.fromEntries([...all].map(([key, converted]) => [key, converted.value]));
  return record(value, [...all.values()], origin, state);
}

function checkKey({ key }: Pair, seen: ReadonlyMap<string, unknown>, state: ConvertState): string | undefined {
  if (!isScalar(key)) {
    fail(state, offsetOf(key), 'malformed-document', 'A key must be a plain value, not a map, a list or an alias');
    return undefined;
  }
  const text = keyText(key);
  if (seen.has(text)) {
    const at = locateOffset(state.file, offsetOf(key));
    // As `JSON.parse` has it (ECMA-262 §25.5.1), and most who read YAML.
    const hint = 'The last one counts; remove the others';
    state.report.warning({ at, code: 'duplicate-key', message: `The key "${text}" occurs twice in one object`, hint });
  }
  return text;
}

function isMergeKey({ key, value }: Pair): boolean {
  return (
    isScalar(key) && key.value === '<<' && key.type === 'PLAIN' && (isAlias(value) || isSeq(value) || isMap(value))
  );
}

// https://yaml.org/type/merge.html: earlier maps win over later ones, own keys over all.
function addMerged(source: Converted, merged: Map<string, Converted>, pair: Pair, state: ConvertState): void {
  for (const part of Array.isArray(source.value) ? source.value : [source.value]) {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) {
      fail(state, offsetOf(pair.key), 'malformed-document', 'A merge key "<<" takes a map or a list of maps');
      continue;
    }
    for (const [key, value] of Object.entries(part as JsonObject)) {
      if (!merged.has(key)) merged.set(key, { value, weight: source.weight, height: source.height });
    }
  }
}

function record(
  value: JsonValue & object,
  parts: readonly Converted[],
  origin: Origin,
  state: ConvertState,
): Converted {
  state.sources.record(value, origin);
  const height = parts.reduce((highest, part) => Math.max(highest, part.height), 0) + 1;
  return { value, weight: parts.reduce((sum, part) => sum + part.weight, 1), height };
}

// The text of a key, so that `200:` is "200" and `1.0:` is "1.0".
function keyText(key: unknown): string {
  if (!isScalar(key)) return '';
  if (typeof key.value === 'string') return key.value;
  return key.source ?? String(key.value);
}

function offsetOf(node: unknown): number {
  // Nodes that the parser made all carry a range: https://eemeli.org/yaml/#content-nodes
  return (node as { readonly range?: readonly [number, number, number] } | null)?.range?.[0] ?? 0;
}

function fail(state: ConvertState, offset: number, code: DiagnosticCode, message: string): Converted {
  state.failed = true;
  state.report.error({ at: locateOffset(state.file, offset), code, message });
  return nothing;
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
