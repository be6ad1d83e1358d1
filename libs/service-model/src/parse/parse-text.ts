import type { JsonValue } from '../model/json.ts';
import type { Report } from '../report.ts';
import { createLineIndex } from './line-index.ts';
import { parseJson } from './parse-json.ts';
import { parseYaml } from './parse-yaml.ts';
import { locateOffset, type SourceMap, type TextFile } from './source-map.ts';

/** A file that could be parsed: its text and the value in it. */
export interface ParsedFile {
  readonly file: TextFile;
  readonly value: JsonValue;
}

export interface ParseContext {
  readonly sources: SourceMap;
  readonly report: Report;
}

/** Parses YAML 1.2 or JSON. `undefined`: cannot be read, and the report says where and why. */
export function parseText(source: Omit<TextFile, 'lines'>, { sources, report }: ParseContext): ParsedFile | undefined {
  const { text } = source;
  const file: TextFile = { ...source, lines: createLineIndex(text) };
  // JSON is YAML too; its own parser is ten times faster, which matters for contracts of many megabytes.
  const json = /^\s*[{[]/.test(text) ? parseJson(file, sources) : undefined;
  const parsed = json ?? parseYaml({ file, sources, report });
  if (parsed === undefined) return undefined;
  if (parsed.value === null) {
    report.error({ at: locateOffset(file, 0), code: 'empty-document', message: 'The document is empty' });
    return undefined;
  }
  return { file, value: parsed.value };
}
