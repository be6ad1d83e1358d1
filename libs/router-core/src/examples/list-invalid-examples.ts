import type { ContractSubset, Example, MediaType, Operation, SourceLocation } from '@brrt/service-model';
import { type ContentSchemas, mediaKind, requestSchemas, responseSchemas } from '../body/index.ts';
import type { CompiledSchema, SchemaCompiler, SchemaViolation } from '../ports/schema-compiler.ts';
import { hasType, resolveSchema } from '../schema/resolve-schema.ts';
import { parameterPlace, responseHeaderPlace } from '../schema/schema-places.ts';
import { isSameValue } from './same-value.ts';

/** An example that breaks the schema it stands for, or contradicts itself. */
export interface InvalidExample {
  /** Of the media type, parameter or header that has the example. */
  readonly source: SourceLocation;
  readonly name: string;
  readonly violations: readonly SchemaViolation[];
}

const maxViolations = 20;

/** Every example of an operation's parameters, bodies and response headers that is not valid, in its direction. */
export function listInvalidExamples(
  operation: Operation,
  contract: ContractSubset,
  schemas: SchemaCompiler,
): readonly InvalidExample[] {
  const judge = (media: MediaType, compiled: () => ContentSchemas): readonly InvalidExample[] =>
    listInvalid(media, (example) => judgeContent(example, media, { contract, compiled }));
  const ofParameters = operation.parameters.flatMap((parameter) => {
    const schema = schemas.compile(parameterPlace(operation, parameter));
    return listField(parameter, schema);
  });
  const ofRequest = (operation.requestBody?.content ?? []).flatMap((media) =>
    judge(media, () => requestSchemas(operation, media, schemas)),
  );
  const ofResponses = operation.responses.flatMap((response) => [
    ...response.headers.flatMap((header) =>
      listField(header, schemas.compile(responseHeaderPlace(operation, response, header))),
    ),
    ...response.content.flatMap((media) =>
      judge(media, () => responseSchemas({ operation, response }, media, schemas)),
    ),
  ]);
  return [...ofParameters, ...ofRequest, ...ofResponses];
}

type Owner = Pick<MediaType, 'examples' | 'source'>;

function listInvalid(
  { examples, source }: Owner,
  judge: (example: Example) => readonly SchemaViolation[],
): readonly InvalidExample[] {
  return examples.flatMap((example) => {
    const violations = judge(example);
    return violations.length === 0 ? [] : [{ source, name: example.name, violations }];
  });
}

/** A parameter or header: its own examples, and those of its `content`. */
function listField(field: Owner & { readonly content?: MediaType }, schema: CompiledSchema): readonly InvalidExample[] {
  const judge = ({ value }: Example): readonly SchemaViolation[] => (value === undefined ? [] : check(schema, value));
  return [...listInvalid(field, judge), ...(field.content === undefined ? [] : listInvalid(field.content, judge))];
}

function check(schema: CompiledSchema, value: unknown): readonly SchemaViolation[] {
  return schema.isValid(value) ? [] : schema.explain(value, maxViolations);
}

interface ContentContext {
  readonly contract: ContractSubset;
  readonly compiled: () => ContentSchemas;
}

/** Examples of XML and octets are serialised, their schemas speak about what is inside. */
function judgeContent(
  example: Example,
  media: MediaType,
  { contract, compiled }: ContentContext,
): readonly SchemaViolation[] {
  const kind = mediaKind(media.mediaType);
  const data = kind === 'json' ? dataOf(example) : { value: example.value };
  if ('keyword' in data) return [data];
  if (data.value === undefined) return [];
  const isText = kind === 'text' && hasType(resolveSchema(media.schema, contract), 'string');
  const isWhole = media.schema !== undefined && (kind === 'json' || kind === 'form' || isText);
  const isItems = media.itemSchema !== undefined && kind === 'sequence' && Array.isArray(data.value);
  if (!isWhole && !isItems) return [];
  const { whole, item } = compiled();
  if (isItems && Array.isArray(data.value) && item !== undefined) return judgeItems(data.value, item);
  return whole === undefined ? [] : check(whole, data.value);
}

function judgeItems(items: readonly unknown[], schema: CompiledSchema): readonly SchemaViolation[] {
  return items.flatMap((item, index) =>
    check(schema, item).map((violation) => ({ ...violation, pointer: `/${index}${violation.pointer}` })),
  );
}

/** OpenAPI 3.2 §4.19.1: `serializedValue` is the text of the same data. */
function dataOf({ value, serializedValue }: Example): { readonly value: unknown } | SchemaViolation {
  if (serializedValue === undefined) return { value };
  try {
    const parsed: unknown = JSON.parse(serializedValue);
    if (value === undefined || isSameValue(value, parsed)) return { value: parsed };
    return { pointer: '', keyword: 'serializedValue', detail: 'serializedValue and dataValue show different data' };
  } catch {
    return { pointer: '', keyword: 'serializedValue', detail: 'serializedValue is not JSON' };
  }
}
