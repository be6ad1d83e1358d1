import type { JsonObject, JsonValue } from '@brrt/service-model';
import { isSameValue } from '../same-value.ts';
import { isObject } from '../schema-keywords.ts';

/** JSON Patch (RFC 6902): all operations, or none. Undefined: one of them cannot be done, or a `test` fails. */
export function applyJsonPatch(target: JsonValue, patch: readonly JsonValue[]): JsonValue | undefined {
  let document: JsonValue | undefined = target;
  for (const operation of patch) {
    if (document === undefined || !isObject(operation)) return undefined;
    document = applyOperation(document, operation);
  }
  return document;
}

function applyOperation(document: JsonValue, { op, path, from, value }: JsonObject): JsonValue | undefined {
  const at = parsePointer(path);
  if (at === undefined) return undefined;
  switch (op) {
    case 'add':
      return value === undefined ? undefined : put(document, at, value);
    case 'remove':
      return remove(document, at);
    case 'replace':
      return value === undefined || valueAt(document, at) === undefined ? undefined : change(document, at, () => value);
    case 'test':
      return value !== undefined && isSameValue(valueAt(document, at), value) ? document : undefined;
    case 'copy':
    case 'move':
      return transfer(document, at, { op, from: parsePointer(from) });
    default:
      return undefined;
  }
}

type Pointer = readonly string[];

interface Transfer {
  readonly op: 'copy' | 'move';
  readonly from: Pointer | undefined;
}

function transfer(document: JsonValue, at: Pointer, { op, from }: Transfer): JsonValue | undefined {
  const value = from === undefined ? undefined : valueAt(document, from);
  if (from === undefined || value === undefined) return undefined;
  if (op === 'copy') return put(document, at, value);
  if (isSamePlace(from, at)) return document;
  // RFC 6902 §4.4: nothing is moved into itself.
  if (isSamePlace(from, at.slice(0, from.length))) return undefined;
  const rest = remove(document, from);
  return rest === undefined ? undefined : put(rest, at, value);
}

function isSamePlace(one: Pointer, other: Pointer): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}

/** RFC 6901 §3; undefined: none. */
function parsePointer(text: JsonValue | undefined): Pointer | undefined {
  if (typeof text !== 'string' || (text !== '' && !text.startsWith('/')) || /~(?![01])/.test(text)) return undefined;
  return text
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(document: JsonValue, at: Pointer): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const key of at) value = value === undefined ? undefined : memberOf(value, key);
  return value;
}

function memberOf(holder: JsonValue, key: string): JsonValue | undefined {
  if (Array.isArray(holder)) return index(key, holder.length - 1) === undefined ? undefined : holder[Number(key)];
  return isObject(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined;
}

/** RFC 6901 §4: digits without a zero in front. */
function index(key: string, last: number): number | undefined {
  return /^(?:0|[1-9]\d{0,15})$/.test(key) && Number(key) <= last ? Number(key) : undefined;
}

/** A new member, or one in the place of another; in a list before what stands there, or at its end (`-`). */
function put(document: JsonValue, at: Pointer, value: JsonValue): JsonValue | undefined {
  const key = at.at(-1);
  if (key === undefined) return value;
  return change(document, at.slice(0, -1), (holder) => {
    if (isObject(holder)) return withMember(holder, key, value);
    const place = !Array.isArray(holder) ? undefined : key === '-' ? holder.length : index(key, holder.length);
    return Array.isArray(holder) && place !== undefined ? holder.toSpliced(place, 0, value) : undefined;
  });
}

function remove(document: JsonValue, at: Pointer): JsonValue | undefined {
  const key = at.at(-1);
  if (key === undefined) return undefined;
  return change(document, at.slice(0, -1), (holder) => {
    if (memberOf(holder, key) === undefined) return undefined;
    if (Array.isArray(holder)) return holder.toSpliced(Number(key), 1);
    return Object.fromEntries(Object.entries(Object(holder)).filter(([name]) => name !== key)) as JsonObject;
  });
}

/** What stands there becomes something else. Undefined: nothing stands there, or nothing is made of it. */
function change(
  document: JsonValue,
  [key, ...below]: Pointer,
  make: (found: JsonValue) => JsonValue | undefined,
): JsonValue | undefined {
  if (key === undefined) return make(document);
  const found = memberOf(document, key);
  const made = found === undefined ? undefined : change(found, below, make);
  if (made === undefined) return undefined;
  return Array.isArray(document) ? document.with(Number(key), made) : withMember(document, key, made);
}

function withMember(holder: JsonValue, key: string, value: JsonValue): JsonObject {
  // Object.fromEntries defines members: `__proto__` is one like any other.
  return Object.fromEntries([...Object.entries(Object(holder)), [key, value]]) as JsonObject;
}
