import { decodeAttributes } from './decode-value.ts';
import type { AttributeList, OtlpGroup } from './otlp-data.ts';
import { WireReader } from './wire-reader.ts';

/**
 * `Export…ServiceRequest` of any signal: they have the same outer form (`ResourceX` in 1; in it the resource in 1 and `ScopeX` in 2;
 * in it the scope in 1 and the records in 2).
 */
export function decodeGroups<Record>(
  octets: Uint8Array,
  decode: (reader: WireReader) => Record,
): readonly OtlpGroup<Record>[] {
  const groups: OtlpGroup<Record>[] = [];
  const reader = new WireReader(octets);
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o12) for (const group of reader.message((inner) => decodeResource(inner, decode))) groups.push(group);
    else reader.skip(tag);
  }
  return groups;
}

interface Scoped<Record> {
  readonly scope: string;
  readonly records: readonly Record[];
}

function decodeResource<Record>(
  reader: WireReader,
  decode: (reader: WireReader) => Record,
): readonly OtlpGroup<Record>[] {
  let resource: AttributeList = [];
  const scopes: Scoped<Record>[] = [];
  const decodeScope = (inner: WireReader): Scoped<Record> => decodeScoped(inner, decode);
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o12) resource = reader.message(decodeAttributes);
    else if (tag === 0o22) scopes.push(reader.message(decodeScope));
    else reader.skip(tag);
  }
  return scopes.map(({ scope, records }) => ({ resource, scope, records }));
}

function decodeScoped<Record>(reader: WireReader, decode: (reader: WireReader) => Record): Scoped<Record> {
  let scope = '';
  const records: Record[] = [];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o12) scope = reader.message(decodeScopeName);
    else if (tag === 0o22) records.push(reader.message(decode));
    else reader.skip(tag);
  }
  return { scope, records };
}

function decodeScopeName(reader: WireReader): string {
  let name = '';
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o12) name = reader.text();
    else reader.skip(tag);
  }
  return name;
}
