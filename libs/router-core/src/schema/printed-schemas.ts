import type { CompiledSchema, SchemaCompiler } from '../ports/schema-compiler.ts';
import { createCompiledSchema, type Validator } from './compiled-schema.ts';

/** Names a validator inside a printed block. */
type ValidatorTable = Readonly<Record<string, Validator>>;

/** Validators of one kind; their code is not even parsed in full before one of them is asked for. */
export type PrintedBlock = (name: string) => Validator;

/** What `printSchemas` makes of one contract. */
export interface PrintedContract {
  /** Key of a `SchemaPlace` → block and name, `static:v0`. */
  readonly places: Readonly<Record<string, string>>;
  readonly decide: Readonly<Record<string, PrintedBlock>>;
  readonly explain: Readonly<Record<string, PrintedBlock>>;
}

/** A module printed by `printSchemas`. */
export interface PrintedModule {
  readonly printedSchemas: Readonly<Record<string, PrintedContract>>;
}

/** Called by printed modules: runs `fill` when the first validator of the block is asked for. */
export function printedBlock(fill: (exports: Record<string, Validator>) => void): PrintedBlock {
  let table: ValidatorTable | undefined;
  return (name) => {
    if (table === undefined) {
      const exports: Record<string, Validator> = Object.create(null);
      fill(exports);
      table = exports;
    }
    return found(table, name);
  };
}

/**
 * The schemas of one contract of a printed module.
 * @throws TypeError when the module has no such contract, or a place was not in the contract when it was printed
 */
export function createPrintedSchemas(module: PrintedModule, contractName: string): SchemaCompiler {
  const contract = found(module.printedSchemas, contractName);
  const compiled = new Map<string, CompiledSchema>();
  return {
    compile({ key }) {
      const address = found(contract.places, key);
      const known = compiled.get(address);
      if (known !== undefined) return known;
      const [block = '', name = ''] = address.split(':');
      const schema = createCompiledSchema({
        decide: () => found(contract.decide, block)(name),
        explain: () => found(contract.explain, block)(name),
      });
      compiled.set(address, schema);
      return schema;
    },
  };
}

function found<Entry>(table: Readonly<Record<string, Entry>>, name: string): Entry {
  const entry = Object.hasOwn(table, name) ? table[name] : undefined;
  if (entry === undefined) throw new TypeError(`Nothing was printed for ${JSON.stringify(name)}: build again`);
  return entry;
}
