import { listAnswerPlaces } from '@brrt/router-core/portable';
import { printFunctions } from '@brrt/router-core/print';
import { type ContractSubset, type Operation, type ServiceModel, visibleLines } from '@brrt/service-model';
import { type ClientScope, clientHeader } from './client-scope.ts';
import { jsonText, quoted, stringLiteral } from './code-text.ts';
import { contractSubset } from './contract-subset.ts';
import { fetchOperations, fetchPackage } from './emit-fetch-client.ts';

/**
 * The checks of responses as code, an export per operation: a page that does not import them has none of it, and nothing is compiled
 * in the browser.
 */
export function emitFetchChecks(model: ServiceModel, scope: ClientScope): string {
  const operations = fetchOperations(model, scope);
  const contract = answersOf(model, operations);
  const places = contract.operations.map((operation) => [operation, listAnswerPlaces(operation, contract)] as const);
  const { code, functions } = printFunctions(
    contract,
    places.flatMap(([, own]) => own.map(([, place]) => place)),
  );
  const exports = places.map(([{ name }, own]) => {
    const entries = own.map(([place, { key }]) => `${stringLiteral(place)}:${functions.get(key)}`);
    return `export const ${name}: runtime.ResponseChecks = {${entries.join(',')}};`;
  });
  return `// @ts-nocheck: code that is printed for machines.
${clientHeader(scope)}import * as runtime from "${fetchPackage}/checks";
${[visibleLines(code).replaceAll(/^(const q\d+=)/gm, '$1/* @__PURE__ */'), ...exports].filter((text) => text !== '').join('\n')}
`;
}

/** What says where a refused answer is wrong: the schemas as data, read when the first answer is refused. */
export function emitFetchPlaces(model: ServiceModel, scope: ClientScope): string {
  const { operations, schemas } = answersOf(model, fetchOperations(model, scope));
  const text = jsonText({ operations, schemas, securitySchemes: {} });
  return `${clientHeader(scope)}import { type Explain, explainer } from '${fetchPackage}/places';

export const explain: Explain = /* @__PURE__ */ explainer(${quoted(text)});
`;
}

/** The responses alone, without what no check looks at. */
function answersOf(model: ServiceModel, operations: readonly Operation[]): ContractSubset {
  const answers = operations.map(({ requestBody: _, ...operation }) => ({
    ...operation,
    parameters: [],
    security: [],
  }));
  return contractSubset(model, answers);
}
