import type { Operation, ServiceModel } from '@brrt/service-model';
import { GeneratorInputError } from './app-tree.ts';

/**
 * An operation by `operationId` or by its name in generated code.
 * @throws GeneratorInputError with those that the contract has
 */
export function findOperation({ operations, title }: ServiceModel, wanted: string): Operation {
  const found = operations.find(({ id, name }) => id === wanted || name === wanted);
  if (found !== undefined) return found;
  throw new GeneratorInputError(
    `${title} has no operation '${wanted}'. It has ${operations.map(({ id }) => id).join(', ')}.`,
  );
}
