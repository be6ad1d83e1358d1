import type { ContractSubset, Header, Operation, Response } from '@brrt/service-model';
import type { CompiledSchema, SchemaCompiler, SchemaViolation } from '../ports/schema-compiler.ts';
import { responseHeaderPlace } from '../schema/schema-places.ts';
import { compileReader } from './build-value.ts';
import type { Built } from './built.ts';
import { compileContent } from './compile-content.ts';
import { isRepeatedHeader } from './repeated-header.ts';
import { shapeOf } from './value-shape.ts';

/** By lower-case name; several lines of one name as they came. */
export type ReceivedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Decodes the headers that one response declares, style `simple` (OpenAPI 3.1 §4.8.21). */
export type HeadersReader = (
  headers: ReceivedHeaders,
) => { readonly values: Readonly<Record<string, unknown>> } | { readonly breaches: readonly SchemaViolation[] };

interface CompiledHeader {
  readonly name: string;
  readonly required: boolean;
  readonly decode: (text: string) => Built;
  /** Of a header whose lines are never joined: what they are together. */
  readonly decodeLines: ((lines: readonly string[]) => Built) | undefined;
  readonly schema: CompiledSchema | undefined;
}

const maximumBreaches = 20;

/** @param checks undefined: headers are decoded and not checked */
export function compileResponseHeaders(
  { operation, response }: { readonly operation: Operation; readonly response: Response },
  schemas: ContractSubset['schemas'],
  checks: SchemaCompiler | undefined,
): HeadersReader {
  const compiled = response.headers
    // OpenAPI 3.1 §4.8.17: a response header named Content-Type is ignored.
    .filter(({ name }) => name.toLowerCase() !== 'content-type')
    .map((header) => ({
      name: header.name,
      required: header.required,
      decode: compileDecoder(header, schemas),
      decodeLines: isRepeatedHeader(header) ? compileLines(header, schemas) : undefined,
      schema: checks?.compile(responseHeaderPlace(operation, response, header)),
    }));
  return (headers) => {
    const values: Record<string, unknown> = {};
    const breaches = compiled.flatMap((header) => readHeader(header, headers, values));
    return breaches.length === 0 ? { values } : { breaches: breaches.slice(0, maximumBreaches) };
  };
}

function compileDecoder(header: Header, schemas: ContractSubset['schemas']): (text: string) => Built {
  const { content, name, explode } = header;
  const decode = (raw: string): string => raw.trim();
  if (content !== undefined) return compileContent(content, schemas, decode);
  return compileReader({
    name,
    style: 'simple',
    explode,
    shape: shapeOf(header.schema, schemas),
    decode,
    isHeader: true,
  });
}

/** An array where the contract describes one, else a value, or as many as there are. */
function compileLines(
  { schema, content }: Header,
  schemas: ContractSubset['schemas'],
): (lines: readonly string[]) => Built {
  const shape = shapeOf(content?.schema ?? schema, schemas);
  if (shape.kind === 'array')
    return (lines) => ({ value: lines.map((line, index) => shape.items(index).coerce(line)) });
  return (lines) => {
    const values = lines.map((line) => shape.coerce(line));
    return { value: values.length === 1 ? values[0] : values };
  };
}

function readHeader(
  { name, required, decode, decodeLines, schema }: CompiledHeader,
  headers: ReceivedHeaders,
  values: Record<string, unknown>,
): readonly SchemaViolation[] {
  const sent = headers[name.toLowerCase()];
  const pointer = `/headers/${name}`;
  if (sent === undefined) {
    const isBroken = required && schema !== undefined;
    return isBroken ? [{ pointer, keyword: 'required', detail: 'The response header is required' }] : [];
  }
  const lines = typeof sent === 'string' ? [sent] : sent;
  const built = decodeLines === undefined ? decode(lines.join(', ')) : decodeLines(lines);
  if (!('value' in built)) return [{ pointer, ...built }];
  const isValid = schema === undefined || schema.isValid(built.value);
  const isEachValid =
    decodeLines !== undefined && Array.isArray(built.value) && built.value.every((each) => schema?.isValid(each));
  if (schema !== undefined && !isValid && !isEachValid) {
    return schema
      .explain(built.value, maximumBreaches)
      .map((breach) => ({ ...breach, pointer: pointer + breach.pointer }));
  }
  values[name] = built.value;
  return [];
}
