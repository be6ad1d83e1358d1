import { schemaKeywords } from '../parse/schema-keywords.ts';
import type { BuildContext } from './build-context.ts';
import { componentSchemas } from './component-schemas.ts';
import { createContradictions } from './contradictions.ts';
import { isJsonObject } from './fields.ts';
import type { JsonObject, JsonSchema, JsonValue } from './json.ts';
import { asSchema } from './schema-field.ts';
import type { Header, MediaType, Operation } from './service-model.ts';

/** Says of each schema that contradicts itself that nothing fits it: what needs a value of it has none. */
export function reportContradictions(operations: readonly Operation[], context: BuildContext): void {
  const { report, sources } = context;
  const schemas = componentSchemas(context.document);
  const { own } = createContradictions(schemas);
  const visit = (schema: JsonSchema): void => {
    const found = own(schema);
    if (found === undefined) return;
    const { schema: at, keyword, message } = found;
    report.warning({
      at: sources.locate(at, Object.hasOwn(at, keyword) ? keyword : undefined),
      code: 'impossible-schema',
      message,
      hint: 'Nothing is valid here: what has to have a value of it cannot be sent',
    });
  };
  const seen = new Set<JsonObject>();
  for (const schema of [...Object.values(schemas), ...operations.flatMap(schemasOf)]) visitAll(schema, visit, seen);
}

function schemasOf({ parameters, requestBody, responses, webSocket }: Operation): readonly JsonSchema[] {
  const fields = parameters.flatMap(({ schema, content }) => [
    schema,
    ...mediaSchemas(content === undefined ? [] : [content]),
  ]);
  const bodies = [requestBody?.content ?? [], ...responses.map(({ content }) => content)].flatMap(mediaSchemas);
  const messages = [webSocket?.receive.schema, webSocket?.send.schema].filter((each) => each !== undefined);
  return [
    ...fields,
    ...bodies,
    ...messages,
    ...responses.flatMap(({ headers }) => headers.map(({ schema }: Header) => schema)),
  ];
}

function mediaSchemas(media: readonly MediaType[]): readonly JsonSchema[] {
  return media.flatMap(({ schema, itemSchema }) => [schema, itemSchema]).filter((each) => each !== undefined);
}

/** The schema and all inside of it; references are not followed. */
function visitAll(schema: JsonSchema, visit: (schema: JsonSchema) => void, seen: Set<JsonObject>): void {
  if (typeof schema === 'boolean' || seen.has(schema)) return;
  seen.add(schema);
  visit(schema);
  for (const [keyword, value] of Object.entries(schema)) {
    for (const inner of innerSchemas(keyword, value)) visitAll(inner, visit, seen);
  }
}

// Under `not` and `if` nothing has to fit.
function innerSchemas(keyword: string, value: JsonValue): readonly JsonSchema[] {
  const rule = keyword === 'not' || keyword === 'if' ? undefined : schemaKeywords.get(keyword);
  switch (rule) {
    case 'schema':
    case 'items':
      return [asSchema(value)].filter((each) => each !== undefined);
    case 'schemas':
      return Array.isArray(value) ? value.map(asSchema).filter((each) => each !== undefined) : [];
    case 'schemaMap':
    case 'patternMap':
      return isJsonObject(value)
        ? Object.values(value)
            .map(asSchema)
            .filter((each) => each !== undefined)
        : [];
    default:
      return [];
  }
}
