import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import type { DiagnosticCode } from '../diagnostic-codes.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { BundleContext } from './bundle-context.ts';
import { isObject } from './is-object.ts';
import type { ParsedFile } from './parse-text.ts';

/** What an `externalValue` leads to: octets, or why there are none. */
export type ExternalExample =
  | { readonly octets: Uint8Array; readonly file?: string }
  | { readonly problem: string; readonly code: DiagnosticCode };

/** By the object that has the `externalValue`. */
export type ExternalExamples = ReadonlyMap<object, ExternalExample>;

const maxOctets = 1_048_576;
const maxExamples = 1_000;

/**
 * Reads what `externalValue`s name (OpenAPI 3.1 §4.8.19): `data:` addresses and files, those within the folder of the contract alone: what
 * they hold becomes part of answers, and a contract of somebody else must not publish files of this machine.
 */
export async function loadExternalExamples(files: readonly ParsedFile[], contract: string): Promise<ExternalExamples> {
  const found = files
    .filter(({ file }) => file.text.includes('externalValue'))
    .flatMap((file) => externalValues(file.value).map((holder) => ({ file, holder })));
  const folder = await realpath(dirname(contract)).catch(() => dirname(contract));
  const loaded = await Promise.all(
    found.slice(0, maxExamples).map(async ({ file, holder }) => {
      return [holder, await loadExample(String(holder.externalValue), dirname(file.file.path), folder)] as const;
    }),
  );
  return new Map(loaded);
}

const refused: ExternalExample = {
  problem: 'An example on a network is not fetched',
  code: 'remote-reference',
};

async function loadExample(address: string, base: string, folder: string): Promise<ExternalExample> {
  const data = /^data:[^,]*?(;base64)?,(.*)$/is.exec(address);
  if (data !== null) return decodeData(data[2] ?? '', data[1] !== undefined);
  if (/^(?:[a-z][a-z0-9+.-]+:|\/\/)/i.test(address)) return refused;
  return load(resolve(base, address), folder);
}

/** The content that a `data:` address has in itself (RFC 2397). */
function decodeData(data: string, isBase64: boolean): ExternalExample {
  try {
    const text = decodeURIComponent(data);
    return { octets: isBase64 ? Buffer.from(text, 'base64') : Buffer.from(text) };
  } catch {
    return { problem: 'Its percent-encoding is broken', code: 'unresolved-reference' };
  }
}

function externalValues(root: JsonValue): readonly JsonObject[] {
  const found: JsonObject[] = [];
  const seen = new Set<object>();
  const waiting: JsonValue[] = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (isObject(next) && typeof next.externalValue === 'string') found.push(next);
    for (const child of Object.values(next)) waiting.push(child);
  }
  return found;
}

async function load(path: string, folder: string): Promise<ExternalExample> {
  try {
    // A link counts as what it leads to.
    const real = await realpath(path);
    const inside = relative(folder, real);
    if (inside.startsWith('..') || resolve(inside) === inside) {
      return { problem: 'An example has to be a file in the folder of the contract', code: 'unresolved-reference' };
    }
    const { size } = await stat(real);
    if (size > maxOctets)
      return { problem: `An example has at most ${maxOctets} octets`, code: 'unresolved-reference' };
    return { octets: await readFile(real), file: path };
  } catch {
    return { problem: 'There is no such file', code: 'unresolved-reference' };
  }
}

/** An example with what its `externalValue` leads to in its place, so that the bundled document needs no other file. */
export function bundleExternalExample(example: JsonObject, written: JsonObject, context: BundleContext): JsonObject {
  const external = context.externals.get(written);
  if (external === undefined) return example;
  if ('problem' in external) {
    context.report.warning({
      at: context.sources.locate(written, 'externalValue'),
      code: external.code,
      message: `The externalValue ${JSON.stringify(written.externalValue)} cannot be used: ${external.problem}`,
      hint: 'The example is passed over',
    });
    return example;
  }
  const { externalValue: _, ...others } = example;
  return context.sources.inherit({ ...others, ...contentOf(external.octets, context.grammar.version) }, written);
}

function contentOf(octets: Uint8Array, version: string): JsonObject {
  const text = decode(octets);
  if (text === undefined) {
    return { externalValue: `data:application/octet-stream;base64,${Buffer.from(octets).toString('base64')}` };
  }
  if (version >= '3.2') return { serializedValue: text };
  try {
    return { value: JSON.parse(text) as JsonValue };
  } catch {
    return { value: text };
  }
}

function decode(octets: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    return undefined;
  }
}
