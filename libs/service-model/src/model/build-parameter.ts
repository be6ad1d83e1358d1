import { buildContent } from './build-content.ts';
import type { BuildContext } from './build-context.ts';
import { buildExamples } from './build-examples.ts';
import { checkParameterMeaning } from './check-parameter-meaning.ts';
import { booleanField, definedFields, stringField } from './fields.ts';
import type { JsonObject } from './json.ts';
import { contentSerialization, readSerialization } from './read-serialization.ts';
import { schemaField } from './schema-field.ts';
import type { Parameter, ParameterPlace } from './service-model.ts';

const places: ReadonlySet<string> = new Set(['path', 'query', 'header', 'cookie', 'querystring']);

/** A Parameter Object with its defaults filled in (OpenAPI 3.1 §4.8.12); `undefined` when name or place are unusable. */
export function buildParameter(parameter: JsonObject, context: BuildContext): Parameter | undefined {
  const name = stringField(parameter, 'name');
  const place = stringField(parameter, 'in');
  // Both were reported when the object was bundled.
  if (name === undefined || place === undefined || !isPlace(place)) return undefined;
  const [content] = buildContent(parameter, context);
  const schema = content?.schema ?? schemaField(parameter, 'schema') ?? true;
  checkParameterMeaning(parameter, { name, place, schema, content }, context);
  return {
    name,
    in: place,
    ...definedFields<Pick<Parameter, 'description' | 'content'>>({
      description: stringField(parameter, 'description'),
      content,
    }),
    required: place === 'path' || (booleanField(parameter, 'required') ?? false),
    deprecated: booleanField(parameter, 'deprecated') ?? false,
    ...(content === undefined ? readSerialization(parameter, place, context) : contentSerialization(place)),
    schema: schemaField(parameter, 'schema') ?? true,
    examples: buildExamples(parameter, context),
    source: context.sources.locate(parameter),
  };
}

function isPlace(place: string): place is ParameterPlace {
  return places.has(place);
}
