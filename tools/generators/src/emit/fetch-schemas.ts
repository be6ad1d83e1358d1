import type { Operation, ServiceModel } from '@brrt/service-model';
import { answerSchemas, requestSchemas } from './contract-subset.ts';
import { reachableNames } from './json-schema.ts';

/** The components that some operations speak of. */
export function fetchSchemas({ schemas }: ServiceModel, operations: readonly Operation[]): ServiceModel['schemas'] {
  const wanted = reachableNames([...requestSchemas(operations), ...operations.flatMap(answerSchemas)], schemas);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => wanted.has(name)));
}
