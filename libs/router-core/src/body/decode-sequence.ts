import { MalformedRequestError, RequestValidationError } from '../errors/request-errors.ts';
import type { Violation } from '../errors/violation.ts';
import type { CompiledSchema } from '../ports/schema-compiler.ts';
import { inBody, maxViolations } from './check-body.ts';
import { decodeJson } from './decode-json.ts';
import type { JsonLimits } from './scan-json.ts';

const LINE_FEED = 0x0a;
const RECORD_SEPARATOR = 0x1e;

/**
 * Octets of JSON Lines (one value per line, empty lines skipped) → array. `limits` hold for each line.
 * @throws MalformedRequestError that names the line
 */
export function decodeJsonLines(octets: Buffer, limits: JsonLimits): readonly unknown[] {
  const items: unknown[] = [];
  let line = 0;
  for (const part of split(octets, LINE_FEED)) {
    line += 1;
    if (!isBlank(part)) items.push(decodeItem(part, limits, `line ${line}`));
  }
  return items;
}

/**
 * Octets of a JSON text sequence (RFC 7464 §2.1: each text begins with RS and ends with LF) → array.
 * @throws MalformedRequestError that names the record
 */
export function decodeJsonTextSequence(octets: Buffer, limits: JsonLimits): readonly unknown[] {
  const items: unknown[] = [];
  const [before, ...records] = split(octets, RECORD_SEPARATOR);
  if (before !== undefined && before.length > 0) {
    throw new MalformedRequestError('A JSON text sequence begins with a record separator');
  }
  for (const [index, record] of records.entries()) {
    if (!isBlank(record)) items.push(decodeItem(record, limits, `record ${index + 1}`));
  }
  return items;
}

/** @throws RequestValidationError with pointers that begin with the index of the item */
export function checkItems(schema: CompiledSchema, items: readonly unknown[]): void {
  const violations: Violation[] = [];
  for (const [index, item] of items.entries()) {
    if (violations.length >= maxViolations) break;
    if (schema.isValid(item)) continue;
    const found = schema.explain(item, maxViolations - violations.length);
    violations.push(...found.map((violation) => inBody(violation, `/${index}`)));
  }
  if (violations.length > 0) throw new RequestValidationError(violations);
}

function decodeItem(octets: Buffer, limits: JsonLimits, place: string): unknown {
  try {
    return decodeJson(octets, limits);
  } catch (error) {
    if (error instanceof MalformedRequestError) throw new MalformedRequestError(`In ${place}: ${error.message}`);
    throw error;
  }
}

function split(octets: Buffer, separator: number): readonly Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let end = octets.indexOf(separator); end !== -1; end = octets.indexOf(separator, start)) {
    parts.push(octets.subarray(start, end));
    start = end + 1;
  }
  parts.push(octets.subarray(start));
  return parts;
}

/** Only whitespace of JSON. */
function isBlank(octets: Buffer): boolean {
  return octets.every((octet) => octet === 0x20 || octet === 0x09 || octet === 0x0a || octet === 0x0d);
}
