import type { ContractSubset } from '@brrt/service-model';
import type { CompiledSchema, SchemaCompiler } from '../ports/schema-compiler.ts';
import { type Check, createCompiledSchema } from './compiled-schema.ts';
import { explainValue } from './explain/explain-value.ts';
import { createSchemaGraph } from './schema-graph.ts';

/** The checks of one contract by name; their code is not even parsed in full before one of them is asked for. */
export type PrintedBlock = (name: string) => Check;

/** What `printSchemas` makes of one contract. */
export interface PrintedContract {
  /** Key of a `SchemaPlace` → name of its check. */
  readonly places: Readonly<Record<string, string>>;
  readonly checks: PrintedBlock;
}

/** A module printed by `printSchemas`. */
export interface PrintedModule {
  readonly printedSchemas: Readonly<Record<string, PrintedContract>>;
}

/** Called by printed modules: runs `make` when the first check of the block is asked for. */
export function printedBlock(make: () => Readonly<Record<string, Check>>): PrintedBlock {
  let checks: Readonly<Record<string, Check>> | undefined;
  return (name) => {
    checks ??= make();
    return found(checks, name);
  };
}

/**
 * The schemas of one contract of a printed module. Values that a check refuses are explained from the contract itself.
 * @throws TypeError when the module has no such contract, or a place was not in the contract when it was printed
 */
export function createPrintedSchemas(
  module: PrintedModule,
  contractName: string,
  contract: ContractSubset,
): SchemaCompiler {
  const printed = found(module.printedSchemas, contractName);
  const compiled = new Map<string, CompiledSchema>();
  const graph = createSchemaGraph(contract);
  return {
    compile(place) {
      const name = found(printed.places, place.key);
      const known = compiled.get(name);
      if (known !== undefined) return known;
      const schema = createCompiledSchema({
        check: () => printed.checks(name),
        explain: (value, limit) => explainValue({ id: graph.register(place), schema: graph.schema }, value, limit),
      });
      compiled.set(name, schema);
      return schema;
    },
  };
}

function found<Entry>(table: Readonly<Record<string, Entry>>, name: string): Entry {
  const entry = Object.hasOwn(table, name) ? table[name] : undefined;
  if (entry === undefined) throw new TypeError(`Nothing was printed for ${JSON.stringify(name)}: build again`);
  return entry;
}
