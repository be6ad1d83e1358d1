import { listInvalidExamples } from '@brrt/router-core/examples';
import { createLiveSchemas } from '@brrt/router-core/schema';
import type { Diagnostic, ServiceModel } from '@brrt/service-model';

/** Examples that break their own schema, as diagnostics: a service never sends them, so they are worth nothing as they stand. */
export function lintExamples(model: ServiceModel): readonly Diagnostic[] {
  const schemas = createLiveSchemas(model);
  return model.operations.flatMap((operation) =>
    listInvalidExamples(operation, model, schemas).map(({ source, name, violations }): Diagnostic => {
      const [first] = violations;
      const place = first === undefined || first.pointer === '' ? '' : ` at ${first.pointer}`;
      return {
        ...source,
        severity: 'error',
        code: 'invalid-example',
        message: `the example "${name}" of ${operation.id} breaks its schema${place}: ${first?.detail ?? 'it is not valid'}`,
        hint: 'answers are made from the schema until the example is valid',
      };
    }),
  );
}
