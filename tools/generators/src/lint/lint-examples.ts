import { listInvalidExamples, listInvalidSchemaExamples } from '@brrt/router-core/examples';
import type { SchemaViolation } from '@brrt/router-core/ports';
import { createLiveSchemas } from '@brrt/router-core/schema';
import type { Diagnostic, ReadResult, ServiceModel, SourceLocation } from '@brrt/service-model';

/** Examples that break their own schema, as diagnostics: a service never sends them, so they are worth nothing as they stand. */
export function lintExamples(model: ServiceModel): readonly Diagnostic[] {
  const schemas = createLiveSchemas(model);
  return model.operations.flatMap((operation) =>
    listInvalidExamples(operation, model, schemas).map(({ source, name, violations }) =>
      toDiagnostic({ source, violations, hint }, `the example "${name}" of ${operation.id} breaks its schema`),
    ),
  );
}

/** As `lintExamples`, for `example`, `examples` and `default` inside schemas. */
export function lintSchemaExamples(model: ServiceModel, locate: ReadResult['locate']): readonly Diagnostic[] {
  const found = listInvalidSchemaExamples(model, createLiveSchemas(model)).flatMap(
    ({ schemas, keyword, violations }) => {
      const [own] = schemas;
      const exact = own && keysOf(keyword).flatMap((key) => keyPlace(locate(own, key), key))[0];
      const around = schemas.map((schema) => locate(schema)).find((place) => place !== undefined);
      const source = exact ?? around;
      if (source === undefined) return [];
      const found = { source, violations, hint: keyword === 'default' ? defaultHint : hint };
      return [toDiagnostic(found, `the ${keyword} breaks its schema`)];
    },
  );
  // One schema may be read into several places.
  return [...new Map(found.map((each) => [`${each.file} ${each.pointer} ${each.message}`, each])).values()];
}

/** Older versions write `example` what is read as `examples`. */
function keysOf(keyword: string): readonly string[] {
  return keyword === 'default' ? [keyword] : ['example', 'examples'];
}

/** Without such a key the place is that of the whole. */
function keyPlace(place: SourceLocation | undefined, key: string): readonly SourceLocation[] {
  return place?.pointer.endsWith(`/${key}`) ? [place] : [];
}

const hint = 'answers are made from the schema until the example is valid';
const defaultHint = 'Write a default that its schema takes';

interface Invalid {
  readonly source: SourceLocation;
  readonly violations: readonly SchemaViolation[];
  readonly hint: string;
}

function toDiagnostic({ source, violations, hint }: Invalid, message: string): Diagnostic {
  const [first] = violations;
  const place = first === undefined || first.pointer === '' ? '' : ` at ${first.pointer}`;
  return {
    ...source,
    severity: 'error',
    code: 'invalid-example',
    message: `${message}${place}: ${first?.detail ?? 'it is not valid'}`,
    hint,
  };
}
