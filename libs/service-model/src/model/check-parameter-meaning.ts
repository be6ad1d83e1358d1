import type { BuildContext } from './build-context.ts';
import { componentSchemas } from './component-schemas.ts';
import type { JsonObject, JsonSchema } from './json.ts';
import type { MediaType, ParameterPlace } from './service-model.ts';
import { isWrittenAsText, schemaParts, valueTypes } from './value-types.ts';

export interface ParameterMeaning {
  readonly name: string;
  readonly place: ParameterPlace;
  readonly schema: JsonSchema;
  readonly content: MediaType | undefined;
}

/** Notes about parameters that are read in a way that their author may not expect. */
export function checkParameterMeaning(parameter: JsonObject, meaning: ParameterMeaning, context: BuildContext): void {
  const { name, place, content } = meaning;
  if (place === 'header' && name.toLowerCase() === 'cookie') {
    // OpenAPI 3.2 §4.12.2.1
    context.report.warning({
      at: context.sources.locate(parameter, 'name'),
      code: 'cookie-header',
      message: 'What a header parameter named Cookie means is not defined',
      hint: 'It is read as one text; write "in: cookie" for each cookie',
    });
  }
  if (content !== undefined) checkMediaType(content, context);
  else checkTypes(parameter, meaning, context);
  checkDefault(parameter, meaning, context);
}

const readableTypes = /^(?:application\/(?:[\w.-]+\+)?json|application\/x-www-form-urlencoded|text\/.*)(?:;.*)?$/i;

function checkMediaType({ mediaType, source }: MediaType, { report }: BuildContext): void {
  if (readableTypes.test(mediaType)) return;
  report.note({
    at: source,
    code: 'undecoded-content',
    message: `A parameter of ${mediaType} is not decoded`,
    hint: 'It is read as text',
  });
}

function checkTypes(
  parameter: JsonObject,
  { schema }: ParameterMeaning,
  { document, report, sources }: BuildContext,
): void {
  const types = valueTypes(schema, componentSchemas(document));
  if (types === undefined) return;
  const isPrimitive = isWrittenAsText(types);
  const compounds = [...types].filter((type) => type === 'array' || type === 'object');
  if (compounds.length < (isPrimitive ? 1 : 2)) return;
  report.note({
    at: sources.locate(parameter, 'schema'),
    code: 'ambiguous-type',
    message: `A value of this parameter can be ${[...types].join(', ')}, and the style writes some of them alike`,
    hint: isPrimitive
      ? 'One text is read as no object, and as an array only where it can be nothing else'
      : 'It is read as an array',
  });
}

function checkDefault(
  parameter: JsonObject,
  { schema, place }: ParameterMeaning,
  { document, report, sources }: BuildContext,
): void {
  if (parameter.required !== true && place !== 'path') return;
  const parts = schemaParts(schema, componentSchemas(document), ['allOf']);
  if (parts.every((part) => part.default === undefined)) return;
  report.note({
    at: sources.locate(parameter),
    code: 'unused-default',
    message: `The parameter "${parameter.name}" is required: its default is never taken`,
    hint: 'Remove one of the two',
  });
}
