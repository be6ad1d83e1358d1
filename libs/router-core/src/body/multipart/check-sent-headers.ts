import type { ContractSubset, Encoding, Header } from '@brrt/service-model';
import type { CompiledSchema, SchemaViolation } from '../../ports/schema-compiler.ts';
import { SentPart } from '../../ports/sent-part.ts';
import type { EncodingPath } from './compile-part.ts';
import { labelOf } from './encode-part.ts';
import type { PartsDescription } from './multipart-plan.ts';
import { compilePartsWalk, type VisitedPart } from './walk-parts.ts';

/** What headers of parts are held against. */
export type PartHeaderSchema = (path: EncodingPath, header: Header) => CompiledSchema;

/** Breaches of the headers that parts of a value say about themselves; `at` most so many. */
export type SentHeadersCheck = (value: unknown, most: number) => readonly SchemaViolation[];

/** Undefined where the contract describes no header of a part. */
export function compileSentHeaders(
  parts: PartsDescription,
  contract: Pick<ContractSubset, 'schemas'>,
  schemaOf: PartHeaderSchema,
): SentHeadersCheck | undefined {
  const walk = describesHeaders(parts) ? compilePartsWalk(parts, contract) : undefined;
  if (walk === undefined) return undefined;
  return (value, most) => {
    const found: SchemaViolation[] = [];
    walk(value, (part) => {
      if (found.length < most) found.push(...breachesOf(part, schemaOf, most - found.length));
      return part.value;
    });
    return found;
  };
}

type Encodings = Pick<Encoding, 'encoding' | 'prefixEncoding' | 'itemEncoding'>;

function describesHeaders({ encoding = {}, prefixEncoding = [], itemEncoding }: Encodings): boolean {
  const encodings = [
    ...Object.values(encoding),
    ...prefixEncoding,
    ...(itemEncoding === undefined ? [] : [itemEncoding]),
  ];
  return encodings.some((own) => own.headers.length > 0 || describesHeaders(own));
}

function breachesOf(
  { value, rule, path, pointer }: VisitedPart,
  schemaOf: PartHeaderSchema,
  most: number,
): readonly SchemaViolation[] {
  const declared = rule.encoding?.headers ?? [];
  if (declared.length === 0) return [];
  const given = headersOf(value);
  return declared.flatMap((header) => {
    const own = Object.hasOwn(given, header.name) ? given[header.name] : undefined;
    if (own === undefined)
      return header.required ? [breach(header, pointer, { keyword: 'required', detail: 'must be present' })] : [];
    const schema = schemaOf(path, header);
    if (schema.isValid(own)) return [];
    return schema.explain(own, most).map((each) => breach(header, pointer, each));
  });
}

function headersOf(value: unknown): Readonly<Record<string, unknown>> {
  const part = value instanceof SentPart ? value : new SentPart(value);
  return { ...labelOf(part.content).headers, ...part.headers };
}

function breach(
  { name }: Header,
  pointer: string,
  { keyword, detail }: Pick<SchemaViolation, 'keyword' | 'detail'>,
): SchemaViolation {
  return { pointer, keyword, detail: `The header ${name} of the part ${detail}` };
}
