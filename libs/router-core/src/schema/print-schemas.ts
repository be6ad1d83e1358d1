import type { ContractSubset } from '@brrt/service-model';
import standalone from 'ajv/dist/standalone/index.js';
import { createWorkshop } from './live-schemas.ts';
import { printString } from './print-string.ts';
import { createSchemaGraph } from './schema-graph.ts';
import { listSchemaPlaces } from './schema-places.ts';

/** The module that printed text imports: `schema-runtime.ts` and `host-runtime.ts` of this package both are it. */
export const runtimeSpecifier = '@brrt/router-core/host-runtime';

/**
 * The text of an ES module with the validators of several contracts, to be given to `createPrintedSchemas`.
 * It imports `runtime` and nothing else. Strings of a contract enter it through Ajv's encoder or `JSON.stringify` only.
 * @throws TypeError when a schema cannot be compiled
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

type Kind = 'static' | 'dynamic';

function printContract(contract: ContractSubset): string {
  const graph = createSchemaGraph(contract);
  const ids: Record<Kind, Map<string, string>> = { static: new Map(), dynamic: new Map() };
  const places: [string, string][] = [];
  for (const place of listSchemaPlaces(contract)) {
    const id = graph.register(place);
    const kind: Kind = graph.isDynamic(id) ? 'dynamic' : 'static';
    const name = ids[kind].get(id) ?? `v${ids[kind].size}`;
    ids[kind].set(id, name);
    places.push([place.key, `${kind}:${name}`]);
  }
  const workshop = createWorkshop(graph, true);
  const printBlocks = (explains: boolean): string => {
    const blocks = Object.entries(ids).filter(([, names]) => names.size > 0);
    return blocks.map(([kind, names]) => `${kind}: ${printBlock(workshop, names, explains)}`).join(',\n');
  };
  return [
    `{ places: JSON.parse(${printString(JSON.stringify(Object.fromEntries(places)))}),`,
    `decide: { ${printBlocks(false)} },`,
    `explain: { ${printBlocks(true)} } }`,
  ].join('\n');
}

function printBlock(
  workshop: ReturnType<typeof createWorkshop>,
  names: ReadonlyMap<string, string>,
  explains: boolean,
): string {
  const exports: Record<string, string> = {};
  for (const [id, name] of names) {
    workshop.validator(id, explains);
    exports[name] = id;
  }
  const [first = ''] = names.keys();
  return `runtime.printedBlock((exports) => { ${standalone.default(workshop.ajv(first, explains), exports)} })`;
}
