import { listLeftOut, type Operation, type ServiceModel } from '@brrt/service-model';
import { GeneratorInputError } from './app-tree.ts';

/**
 * An operation by `operationId` or by its name in generated code.
 * @throws GeneratorInputError with those that the contract has
 */
export function findOperation({ operations, brokenOperations, title }: ServiceModel, wanted: string): Operation {
  const isWanted = ({ id, name }: Pick<Operation, 'id' | 'name'>): boolean => id === wanted || name === wanted;
  const found = operations.find(isWanted);
  if (found !== undefined) return found;
  const broken = brokenOperations.filter(isWanted);
  if (broken.length > 0) throw new GeneratorInputError(listLeftOut({ brokenOperations: broken }).join('\n'));
  throw new GeneratorInputError(
    `${title} has no operation '${wanted}'. It has ${operations.map(({ id }) => id).join(', ')}.`,
  );
}
