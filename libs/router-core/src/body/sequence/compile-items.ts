import type { ContractSubset, JsonSchema } from '@brrt/service-model';
import { MalformedRequestError, RequestValidationError } from '../../errors/request-errors.ts';
import { shapeOf, type ValueShape, wireKindOf } from '../../params/index.ts';
import type { CompiledSchema } from '../../ports/schema-compiler.ts';
import { within } from '../check-body.ts';
import { declaredProperties } from '../declared-properties.ts';
import { decodeJson } from '../decode-json.ts';
import { jsonIntegers } from '../json-integers.ts';
import type { JsonLimits } from '../scan-json.ts';
import { checkItem } from './check-items.ts';
import { type ReaderFields, type ReceivedEvent, readEvents } from './read-events.ts';
import type { SequenceFormat } from './sequence-plan.ts';
import { splitAt } from './split-octets.ts';

/** Bounds of one item. */
export interface ItemLimits extends JsonLimits {
  readonly maxItemBytes: number;
}

export interface ItemsContext {
  /** Describes one item; undefined: anything. */
  readonly schema: JsonSchema | undefined;
  /** Undefined: items are not checked one by one. */
  readonly check: CompiledSchema | undefined;
  readonly contract: Pick<ContractSubset, 'schemas'>;
  readonly limits: ItemLimits;
  /** See `DecoderContext`. */
  readonly mayLoseDigits?: boolean;
}

/**
 * Octets of a sequential media type → items, each read, decoded and checked when it is asked for. The iteration fails with
 * MalformedRequestError, RequestValidationError or PayloadTooLargeError at the first item that is none.
 */
export type ItemsDecoder = (
  source: AsyncIterable<Uint8Array>,
  format: SequenceFormat,
  /** Told what an event stream says to its reader. */
  hears?: (fields: ReaderFields) => void,
) => AsyncGenerator<unknown>;

export function compileItems(items: ItemsContext): ItemsDecoder {
  const { check } = items;
  const limits = { ...items.limits, ...jsonIntegers(items.schema, items) };
  const context = { ...items, limits };
  const readers = {
    lines: (source: AsyncIterable<Uint8Array>) => readLines(source, limits),
    records: (source: AsyncIterable<Uint8Array>) => readRecords(source, limits),
    events: compileEvents(context),
  };
  return async function* decode(source, format, hears) {
    let index = 0;
    for await (const item of readers[format](source, hears)) {
      if (check !== undefined) checkItem(check, item, index);
      index += 1;
      yield item;
    }
  };
}

const LINE_FEED = 0x0a;
const RECORD_SEPARATOR = 0x1e;

/** JSON Lines: one value per line, empty lines skipped. */
async function* readLines(source: AsyncIterable<Uint8Array>, limits: ItemLimits): AsyncGenerator<unknown> {
  let line = 0;
  let index = 0;
  for await (const octets of splitAt(source, LINE_FEED, limits.maxItemBytes)) {
    line += 1;
    if (isBlank(octets)) continue;
    yield decodeItem(octets, limits, { label: `line ${line}`, pointer: `/${index}` });
    index += 1;
  }
}

/** RFC 7464 §2.1: each text begins with RS and ends with LF. */
async function* readRecords(source: AsyncIterable<Uint8Array>, limits: ItemLimits): AsyncGenerator<unknown> {
  let record = 0;
  let index = 0;
  for await (const octets of splitAt(source, RECORD_SEPARATOR, limits.maxItemBytes)) {
    if (record === 0 && octets.length > 0) {
      throw new MalformedRequestError('A JSON text sequence begins with a record separator');
    }
    if (record > 0 && !isBlank(octets)) {
      yield decodeRecord(octets, limits, { label: `record ${record}`, pointer: `/${index}` });
      index += 1;
    }
    record += 1;
  }
}

/** A number or literal that ends without whitespace may have been cut short: 12 of 123. */
function decodeRecord(octets: Buffer, limits: ItemLimits, place: ItemPlace): unknown {
  const value = decodeItem(octets, limits, place);
  const isClosed = typeof value === 'string' || (typeof value === 'object' && value !== null);
  if (isClosed || isBlank(octets.subarray(-1))) return value;
  throw new MalformedRequestError(`In ${place.label}: the text does not end with a line feed`);
}

/** What an item is called, and where it stands. */
interface ItemPlace {
  readonly label: string;
  readonly pointer: string;
}

function decodeItem(octets: Buffer, limits: ItemLimits, { label, pointer }: ItemPlace): unknown {
  try {
    return decodeJson(octets, limits);
  } catch (error) {
    if (error instanceof MalformedRequestError) throw new MalformedRequestError(`In ${label}: ${error.message}`);
    throw error instanceof RequestValidationError ? new RequestValidationError(within(pointer, error)) : error;
  }
}

/** Only whitespace of JSON. */
function isBlank(octets: Buffer): boolean {
  return octets.every((octet) => octet === 0x20 || octet === 0x09 || octet === 0x0a || octet === 0x0d);
}

/** Fields are text, but for `retry`; where the schema takes no text, the text is read as what it takes. */
function compileEvents({ schema, contract, limits, mayLoseDigits = false }: ItemsContext) {
  const typed = declaredProperties(schema, contract)
    .map(([name, field]) => ({ name, field, shape: shapeOf(field, contract.schemas) }))
    .filter(({ name, shape }) => name !== 'retry' && !shape.types.has('string'))
    .map(({ name, field, shape }) => ({
      name,
      shape,
      limits: { ...limits, ...jsonIntegers(field, { contract, mayLoseDigits }) },
    }));
  return async function* read(
    source: AsyncIterable<Uint8Array>,
    hears?: (fields: ReaderFields) => void,
  ): AsyncGenerator<ReceivedEvent> {
    let index = 0;
    for await (const event of readEvents(source, limits.maxItemBytes, hears)) {
      yield typed.length === 0 ? event : readTyped(event, typed, index);
      index += 1;
    }
  };
}

interface EventField {
  readonly name: string;
  readonly shape: ValueShape;
  readonly limits: ItemLimits;
}

function readTyped(event: ReceivedEvent, typed: readonly EventField[], index: number): ReceivedEvent {
  const read: Record<string, unknown> = { ...event };
  for (const { name, shape, limits } of typed) {
    const text = Object.hasOwn(read, name) ? read[name] : undefined;
    if (typeof text !== 'string') continue;
    read[name] =
      wireKindOf(shape) === 'primitive'
        ? shape.coerce(text)
        : decodeItem(Buffer.from(text), limits, { label: `event ${index + 1}, ${name}`, pointer: `/${index}/${name}` });
  }
  // The schema of the contract says what `data` is.
  return read as unknown as ReceivedEvent;
}
