import { listLeftOut, type Operation, type ServiceModel } from '@brrt/service-model';
import { nearestName } from '@brrt/service-model/references';
import { GeneratorInputError } from './app-tree.ts';

/**
 * An operation by `operationId` or by its name in generated code.
 * @throws GeneratorInputError with the nearest name, else with all that the contract has
 */
export function findOperation({ operations, brokenOperations, title }: ServiceModel, wanted: string): Operation {
  const isWanted = ({ id, name }: Pick<Operation, 'id' | 'name'>): boolean => id === wanted || name === wanted;
  const found = operations.find(isWanted);
  if (found !== undefined) return found;
  const broken = brokenOperations.filter(isWanted);
  if (broken.length > 0) throw new GeneratorInputError(listLeftOut({ brokenOperations: broken }).join('\n'));
  const ids = operations.map(({ id }) => id);
  const near = nearestName(wanted, ids);
  const hint = near === undefined ? `It has ${ids.join(', ')}.` : `Did you mean '${near}'?`;
  throw new GeneratorInputError(`${title} has no operation '${wanted}'. ${hint}`);
}
