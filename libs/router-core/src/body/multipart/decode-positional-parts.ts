import { otherReadings } from '../../params/reading.ts';
import {
  type CompiledPart,
  compilePart,
  type EncodingPath,
  type PartsContext,
  type PartsDecoder,
  type PartsPlace,
  type PartsSource,
} from './compile-part.ts';
import type { PartContent, PartsRun } from './decode-part.ts';
import type { PartsDescription } from './multipart-plan.ts';
import { readParts } from './part-reader.ts';
import { compilePositions } from './parts-rules.ts';

/** Parts that are the elements of an array, in their order (OpenAPI 3.2 §4.14.5.2). */
export function compilePositionalParts(
  parts: PartsDescription,
  path: EncodingPath,
  context: PartsContext,
): PartsDecoder {
  const partAt = compileDecoders(parts, path, context);
  return async ({ octets, boundary }, { pointer, keys, run }) => {
    const values: unknown[] = [];
    let index = 0;
    for await (const part of readParts(octets, boundary, run.limits)) {
      const compiled = partAt(index);
      const itemPointer = `${pointer}/${index}`;
      const place = { pointer: itemPointer, keys: [...keys, index], label: String(index), itemPointer, run };
      const content = await compiled.read(part, place);
      // What cannot be read keeps its place: the others are told by their numbers.
      values.push(content === undefined ? undefined : valueOfPart(content, compiled, place));
      index += 1;
    }
    return values;
  };
}

/** Parts that are handed on one by one; `run` makes what each of them is read with. */
export function compilePartItems(
  parts: PartsDescription,
  path: EncodingPath,
  context: PartsContext,
): (source: PartsSource, run: PartsRun) => AsyncGenerator<unknown> {
  const partAt = compileDecoders(parts, path, context);
  return async function* read({ octets, boundary }, run) {
    let index = 0;
    for await (const part of readParts(octets, boundary, { ...run.limits, maxParts: Number.POSITIVE_INFINITY })) {
      run.fieldBytes = 0;
      const compiled = partAt(index);
      const itemPointer = `/${index}`;
      const place = { pointer: itemPointer, keys: [], label: String(index), itemPointer, run };
      const content = await compiled.read(part, place);
      yield content === undefined ? undefined : valueOfPart(content, compiled, place);
      index += 1;
    }
  };
}

function compileDecoders(
  parts: PartsDescription,
  path: EncodingPath,
  context: PartsContext,
): (index: number) => CompiledPart {
  return compilePositions(parts, context.contract, (rule, own) => compilePart(rule, [...path, ...own], context));
}

function valueOfPart(content: PartContent, { shape }: CompiledPart, { keys, run }: PartsPlace): unknown {
  if ('file' in content) return content.file;
  if ('value' in content) return content.value;
  const value = shape.coerce(content.text);
  if (shape.isAmbiguous) run.others.push(...otherReadings(keys, content.text, value, shape));
  return value;
}
