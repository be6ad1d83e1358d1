import type { ContractSubset } from '@brrt/service-model';
import type { SchemaViolation } from '../ports/schema-compiler.ts';
import { explainValue } from '../schema/explain/explain-value.ts';
import { createSchemaGraph } from '../schema/schema-graph.ts';
import { listAnswerPlaces } from './answer-places.ts';

const maximumBreaches = 20;

/** Says what is wrong with a value of an answer, by the schemas of a contract as data. `place`: a name of `listAnswerPlaces`. */
export function createAnswerExplainer(
  contract: ContractSubset,
): (operation: string, place: string, value: unknown) => readonly SchemaViolation[] {
  const graph = createSchemaGraph(contract);
  return (name, placeName, value) => {
    const operation = contract.operations.find((each) => each.name === name);
    const place = operation && new Map(listAnswerPlaces(operation, contract)).get(placeName);
    if (place === undefined) return [];
    return explainValue({ id: graph.register(place), schema: graph.schema }, value, maximumBreaches);
  };
}
