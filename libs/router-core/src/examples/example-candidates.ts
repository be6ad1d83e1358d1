import type { ContractSubset, Example, JsonValue, MediaType } from '@brrt/service-model';
import { type MediaKind, multipartPlan } from '../body/index.ts';
import { resolveSchema } from '../schema/resolve-schema.ts';
import { isSameValue } from './same-value.ts';
import { listOf } from './schema-keywords.ts';

/** One example that a media type could send. */
export interface ExampleCandidate {
  readonly name: string;
  /** What its schema speaks about. */
  readonly value: unknown;
  /** In the form that `encodeBody` takes. */
  readonly body: unknown;
  /** What goes out instead of the encoded body. */
  readonly text?: string | undefined;
}

/** Of the media type, then of its schema. */
export function listCandidates(
  media: MediaType,
  kind: MediaKind,
  contract: Pick<ContractSubset, 'schemas'>,
): readonly ExampleCandidate[] {
  const schema = kind === 'json' || kind === 'xml' || kind === 'text' ? resolveSchema(media.schema, contract) : {};
  const shown = [schema.const, ...listOf(schema, 'examples'), schema.example, schema.default];
  const unnamed = shown.flatMap((value) => (value === undefined ? [] : [{ name: '', value }]));
  // Where the contract says nothing of parts, what is multipart is octets.
  const isWhole = kind === 'multipart' && multipartPlan(media, contract) === 'octets';
  const written = isWhole ? 'binary' : kind;
  return [...media.examples, ...unnamed].flatMap((example) => toCandidate(example, written) ?? []);
}

function toCandidate({ name, value, serializedValue, octets }: Example, kind: MediaKind): ExampleCandidate | undefined {
  if (kind === 'json') return jsonCandidate(name, value, serializedValue);
  if (serializedValue !== undefined) return { name, value: value ?? serializedValue, body: serializedValue };
  if (octets !== undefined && kind === 'binary') {
    const content = Uint8Array.from(Buffer.from(octets, 'base64'));
    return { name, value: content, body: content };
  }
  const body = value === undefined ? undefined : toBody(value, kind);
  return body === undefined ? undefined : { name, value: body, body };
}

/** OpenAPI 3.2 §4.19.1: both forms show the same data. Where they do not, the value counts. */
function jsonCandidate(
  name: string,
  value: JsonValue | undefined,
  serializedValue: string | undefined,
): ExampleCandidate | undefined {
  const parsed = serializedValue === undefined ? undefined : parseJson(serializedValue);
  if (parsed === undefined) return value === undefined ? undefined : { name, value, body: value };
  const isSame = value === undefined || isSameValue(value, parsed.value);
  return {
    name,
    value: value ?? parsed.value,
    body: value ?? parsed.value,
    text: isSame ? serializedValue : undefined,
  };
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** An example as the value that is encoded; undefined when the media type cannot carry it. */
function toBody(value: unknown, kind: MediaKind): unknown {
  if (kind === 'sequence' || kind === 'events') return toItems(value);
  if (kind === 'multipart' && typeof value === 'object' && value !== null) return value;
  if (kind === 'form') return typeof value === 'object' || typeof value === 'string' ? value : undefined;
  if (kind === 'xml') return value;
  return typeof value === 'string' ? value : undefined;
}

/** All items, their text, or the one item that there is to show. */
function toItems(value: unknown): unknown {
  if (Array.isArray(value) || typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? [value] : undefined;
}
