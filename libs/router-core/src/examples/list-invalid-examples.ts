import type { ContractSubset, MediaType, Operation, SourceLocation } from '@brrt/service-model';
import { mediaKind } from '../body/index.ts';
import type { CompiledSchema, SchemaCompiler, SchemaPlace, SchemaViolation } from '../ports/schema-compiler.ts';
import { hasType, resolveSchema } from '../schema/resolve-schema.ts';
import { parameterPlace, requestBodyPlace, responseBodyPlace } from '../schema/schema-places.ts';

/** An example that breaks the schema it stands for. */
export interface InvalidExample {
  /** Of the media type or parameter that has the example. */
  readonly source: SourceLocation;
  readonly name: string;
  readonly violations: readonly SchemaViolation[];
}

const maxViolations = 20;

/** Every example of an operation's parameters, request body and responses that is not valid. */
export function listInvalidExamples(
  operation: Operation,
  contract: ContractSubset,
  schemas: SchemaCompiler,
): readonly InvalidExample[] {
  const compile = (place: SchemaPlace): CompiledSchema => schemas.compile(place);
  const ofParameters = operation.parameters.flatMap((parameter) =>
    listInvalid(parameter, compile(parameterPlace(operation, parameter))),
  );
  const ofRequest = (operation.requestBody?.content ?? []).flatMap((media) =>
    isComparable(media, contract) ? listInvalid(media, compile(requestBodyPlace(operation, media))) : [],
  );
  const ofResponses = operation.responses.flatMap((response) =>
    response.content.flatMap((media) =>
      isComparable(media, contract) ? listInvalid(media, compile(responseBodyPlace(operation, response, media))) : [],
    ),
  );
  return [...ofParameters, ...ofRequest, ...ofResponses];
}

function listInvalid(
  { examples, source }: Pick<MediaType, 'examples' | 'source'>,
  schema: CompiledSchema,
): readonly InvalidExample[] {
  return examples.flatMap(({ name, value }) => {
    if (value === undefined || schema.isValid(value)) return [];
    return [{ source, name, violations: schema.explain(value, maxViolations) }];
  });
}

/** Examples of XML, octets and streams are serialised, their schemas speak about what is inside. */
function isComparable(media: MediaType, contract: ContractSubset): boolean {
  if (media.schema === undefined) return false;
  const kind = mediaKind(media.mediaType);
  if (kind === 'text') return hasType(resolveSchema(media.schema, contract), 'string');
  return kind === 'json' || kind === 'form';
}
