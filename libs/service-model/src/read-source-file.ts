import { resolve } from 'node:path';
import type { SourceLocation } from './diagnostic.ts';
import type { JsonValue } from './model/json.ts';
import { applyOverlays } from './overlay/apply-overlays.ts';
import { readOverlays } from './overlay/read-overlays.ts';
import { parsePointer } from './parse/json-pointer.ts';
import { type ParseContext, parseText } from './parse/parse-text.ts';
import { readText } from './parse/read-file.ts';
import { createSourceMap, locateOffset } from './parse/source-map.ts';
import type { ReadOptions } from './read-service-model.ts';
import { createReport } from './report.ts';

/** One file of a contract as it was written, for tools that look at documents and not at what they mean. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly value: JsonValue;
  /** Where the key or item stands that an RFC 6901 pointer names; the nearest place around it when there is none. */
  locate(pointer: string): SourceLocation;
}

/**
 * As `readServiceModel` reads it, overlays applied. Undefined: there is no such file, or it is neither YAML nor JSON, or
 * an overlay cannot be applied; reading the contract says which.
 */
export async function readSourceFile(
  file: string,
  { overlays = [] }: Pick<ReadOptions, 'overlays'> = {},
): Promise<SourceFile | undefined> {
  const path = resolve(file);
  const read = await readText(path);
  if ('problem' in read) return undefined;
  const context: ParseContext = { sources: createSourceMap(), report: createReport() };
  const written = parseText({ path, text: read.text }, context);
  if (written === undefined) return undefined;
  const texts = await readOverlays(overlays, context.report);
  const { value, file: origin } = texts.length === 0 ? written : await applyOverlays(written, texts, context);
  return {
    path,
    text: read.text,
    value,
    locate(pointer) {
      if (!isContainer(value)) return locateOffset(origin, 0);
      let container: Container = value;
      for (const token of parsePointer(pointer)) {
        const child = Object.hasOwn(container, token) ? childOf(container, token) : undefined;
        if (!isContainer(child)) return context.sources.locate(container, token);
        container = child;
      }
      return context.sources.locate(container);
    },
  };
}

type Container = Exclude<JsonValue, string | number | boolean | null>;

function isContainer(value: JsonValue | undefined): value is Container {
  return typeof value === 'object' && value !== null;
}

function childOf(container: Container, token: string): JsonValue | undefined {
  // The cast: an array is an object with its indices as names.
  return (container as Readonly<Record<string, JsonValue>>)[token];
}
