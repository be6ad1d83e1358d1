import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigFile, ConfigNode } from './config-node.ts';

/** Beside a build. */
export const parsedConfigsName = 'config.parsed.json';

/** A configuration file as it was when the app was built, and what it says. */
export interface ParsedConfig {
  readonly text: string;
  readonly node: PackedNode;
}

/** By file name. */
export type ParsedConfigs = Readonly<Record<string, ParsedConfig>>;

/** A `ConfigNode` without what all nodes of a file have in common. */
export type PackedNode =
  | { readonly line: number; readonly value: string | number | boolean | null }
  | { readonly line: number; readonly items: readonly PackedNode[] }
  | { readonly line: number; readonly entries: readonly (readonly [string, PackedNode])[] };

export function packNode(node: ConfigNode): PackedNode {
  const { line } = node;
  if (node.kind === 'scalar') return { line, value: node.value };
  if (node.kind === 'list') return { line, items: node.items.map(packNode) };
  return { line, entries: [...node.entries].map(([key, value]) => [key, packNode(value)]) };
}

export function unpackNode(packed: PackedNode, file: ConfigFile): ConfigNode {
  const place = { file: file.path, line: packed.line, development: file.development };
  if ('value' in packed) return { ...place, kind: 'scalar', value: packed.value };
  if ('items' in packed) return { ...place, kind: 'list', items: packed.items.map((item) => unpackNode(item, file)) };
  const entries = new Map(packed.entries.map(([key, value]) => [key, unpackNode(value, file)]));
  return { ...place, kind: 'map', entries };
}

/** Those of the build that stands in a folder; none where there is none: its files are read as YAML then. */
export async function readParsedConfigs(folder: string): Promise<ParsedConfigs> {
  try {
    return JSON.parse(await readFile(join(folder, parsedConfigsName), 'utf8')) as ParsedConfigs; // as `printConfigs` wrote it
  } catch {
    return {};
  }
}
