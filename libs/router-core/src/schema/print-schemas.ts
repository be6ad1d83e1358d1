import type { ContractSubset } from '@brrt/service-model';
import type { SchemaPlace } from '../ports/schema-compiler.ts';
import { createCheckPrinter } from './check/print-checks.ts';
import { printString } from './print-string.ts';
import { createSchemaGraph } from './schema-graph.ts';
import { listSchemaPlaces, listSentPlaces } from './schema-places.ts';

/** The module that printed text imports: `schema-runtime.ts` and `host-runtime.ts` of this package both are it. */
export const runtimeSpecifier = '@brrt/router-core/host-runtime';

/**
 * The text of an ES module with the checks of several contracts, to be given to `createPrintedSchemas`.
 * It imports `runtime` and nothing else. Strings of a contract enter it through `printString` only.
 */
export function printSchemas(
  contracts: Readonly<Record<string, ContractSubset>>,
  runtime: string = runtimeSpecifier,
): string {
  return `import * as runtime from ${printString(runtime)};\n${printSchemaTable(contracts)}`;
}

/** The same without the import: for a module that has imported `runtime` already. */
export function printSchemaTable(contracts: Readonly<Record<string, ContractSubset>>): string {
  const entries = Object.entries(contracts).map(
    ([name, contract]) => `[${printString(name)}, ${printContract(contract)}]`,
  );
  return `export const printedSchemas = Object.fromEntries([\n${entries.join(',\n')}\n]);\n`;
}

/** Checks as statements of a module, and the function of each place by its key. */
export interface PrintedFunctions {
  readonly code: string;
  readonly functions: ReadonlyMap<string, string>;
}

/**
 * The checks of some places, each function and constant a statement of its own, so that a bundler leaves out what nobody calls. They call
 * `runtime`, as those of `printSchemas` do.
 */
export function printFunctions(contract: ContractSubset, places: readonly SchemaPlace[]): PrintedFunctions {
  const graph = createSchemaGraph(contract);
  const printer = createCheckPrinter(graph);
  const code: string[] = [];
  const functions = places.map((place): [string, string] => {
    const printed = printer.print(graph.register(place));
    code.push(printed.code);
    return [place.key, printed.name];
  });
  return { code: code.filter((text) => text !== '').join('\n'), functions: new Map(functions) };
}

function printContract(contract: ContractSubset): string {
  const graph = createSchemaGraph(contract);
  const printer = createCheckPrinter(graph);
  const functions = new Map<string, string>();
  const code: string[] = [];
  const places = [...listSchemaPlaces(contract), ...listSentPlaces(contract)].map((place): [string, string] => {
    const id = graph.register(place);
    let name = functions.get(id);
    if (name === undefined) {
      const printed = printer.print(id);
      code.push(printed.code);
      name = printed.name;
      functions.set(id, name);
    }
    return [place.key, name];
  });
  const names = [...new Set(functions.values())].join(',');
  return [
    `{ places: JSON.parse(${printString(JSON.stringify(Object.fromEntries(places)))}),`,
    `checks: runtime.printedBlock(() => {\n${code.join('\n')}\nreturn {${names}};\n}) }`,
  ].join('\n');
}
