import { MalformedRequestError, RequestValidationError } from '../errors/request-errors.ts';
import { type ExactIntegers, inexactInteger } from '../schema/wide-integers/compile-exact-integers.ts';
import { locateJsonFault } from './locate-json-fault.ts';
import { type JsonLimits, scanJson } from './scan-json.ts';
import { placeInText } from './text-place.ts';

/**
 * `decodeJson` for what is known to be UTF-8; needs nothing of Node. `octets`: the same text.
 * @throws MalformedRequestError, RequestValidationError as `decodeJson` does
 */
export function parseJson(text: string, octets: Uint8Array, limits: JsonLimits): unknown {
  const { members, hasInexact } = scanJson(octets, limits);
  let value: unknown;
  try {
    value = limits.wide === undefined ? JSON.parse(text) : limits.wide.parse(text);
  } catch {
    throw malformed(text);
  }
  // A member that came twice is there once: cheaper than remembering the names of every object.
  if (members > 0 && countMembers(value) !== members) throw malformed(text);
  if (hasInexact && limits.exact !== undefined) refuseInexact(text, limits.exact);
  return value;
}

const maxViolations = 20;

function refuseInexact(text: string, exact: ExactIntegers): void {
  const pointers = exact.find(text, maxViolations);
  if (pointers.length === 0) return;
  throw new RequestValidationError(pointers.map((pointer) => ({ in: 'body', pointer, ...inexactInteger })));
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && item !== null) count += countMembers(item);
    return count;
  }
  // JSON.parse makes objects with own enumerable members only.
  const members = value as Readonly<Record<string, unknown>>;
  for (const name in members) {
    const member = members[name];
    count += typeof member === 'object' && member !== null ? 1 + countMembers(member) : 1;
  }
  return count;
}

function malformed(text: string): MalformedRequestError {
  const fault = locateJsonFault(text);
  const place = placeInText(text, fault?.index ?? text.length);
  return new MalformedRequestError(`The JSON text is malformed at ${place}: ${fault?.reason ?? 'it cannot be read'}`);
}
