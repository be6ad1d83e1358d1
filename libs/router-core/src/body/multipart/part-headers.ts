import type { ContractSubset, Header } from '@brrt/service-model';
import type { Violation } from '../../errors/violation.ts';
import { compileContent, compileReader, shapeOf, type TextReader } from '../../params/index.ts';
import type { CompiledSchema } from '../../ports/schema-compiler.ts';

/** Headers of a part: by lower-case name as sent, and by the names of the contract as it describes them. */
export type PartHeaders = Readonly<Record<string, unknown>>;

/** Decodes and checks the headers of a part; what is wrong is added to `violations`. */
export type PartHeadersReader = (
  sent: Readonly<Record<string, string>>,
  pointer: string,
  violations: Violation[],
) => PartHeaders;

export interface PartHeadersContext {
  readonly contract: Pick<ContractSubset, 'schemas'>;
  readonly check: (header: Header) => CompiledSchema;
}

interface CompiledHeader {
  readonly name: string;
  readonly key: string;
  readonly required: boolean;
  readonly read: TextReader;
  readonly schema: CompiledSchema;
}

/** `headers` of an Encoding Object (OpenAPI 3.2 §4.15), style `simple`. Undefined where there are none. */
export function compilePartHeaders(
  headers: readonly Header[],
  context: PartHeadersContext,
): PartHeadersReader | undefined {
  if (headers.length === 0) return undefined;
  const compiled = headers.map((header) => compileHeader(header, context));
  return (sent, pointer, violations) => {
    const values: Record<string, unknown> = { ...sent };
    for (const header of compiled) {
      const text = Object.hasOwn(sent, header.key) ? sent[header.key] : undefined;
      const found = text === undefined ? absent(header) : readHeader(header, text, values);
      for (const { keyword, detail } of found) {
        violations.push({ in: 'body', pointer, keyword, detail: `The header ${header.name} of the part ${detail}` });
      }
    }
    return values;
  };
}

function compileHeader(header: Header, { contract, check }: PartHeadersContext): CompiledHeader {
  const { name, required, explode, content, schema } = header;
  const decode = (raw: string): string => raw;
  const shape = shapeOf(schema, contract.schemas);
  const read =
    content === undefined
      ? compileReader({ name, style: 'simple', explode, shape, decode, isHeader: true })
      : compileContent(content, contract.schemas, decode);
  return { name, key: name.toLowerCase(), required, read, schema: check(header) };
}

type Found = readonly { readonly keyword: string; readonly detail: string }[];

function absent({ required }: CompiledHeader): Found {
  return required ? [{ keyword: 'required', detail: 'must be present' }] : [];
}

function readHeader({ name, read, schema }: CompiledHeader, text: string, values: Record<string, unknown>): Found {
  const built = read(text);
  if (!('value' in built)) return [{ keyword: built.keyword, detail: `is malformed: ${built.detail}` }];
  const found = schema.isValid(built.value) ? [] : schema.explain(built.value, 1);
  values[name] = built.value;
  return found;
}
