import type { ContractSubset, Operation } from '@brrt/service-model';
import type { SchemaCompiler } from '../../ports/schema-compiler.ts';
import { compileExamples } from '../compile-examples.ts';
import type { ExampleResponder, ResponderWrapper } from '../example-responder.ts';
import { inferResources, type ResourceOperation } from './infer-resources.ts';
import { createStore, type ResourceStore, type StoreSnapshot } from './resource-store.ts';
import { createStatefulResponder } from './stateful-responder.ts';

/** A mock that remembers: what was created can be read, listed, changed and removed. */
export interface StatefulMock {
  readonly respond: ResponderWrapper;
  /** Operations that work on remembered things. */
  readonly operations: ReadonlyMap<Operation, ResourceOperation>;
  /** Back to what the contract shows. */
  reset(): void;
  snapshot(): StoreSnapshot;
}

export interface StatefulOptions {
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
  /** Of identifiers. */
  readonly seed?: number | undefined;
  /** What an earlier run has left. */
  readonly initial?: StoreSnapshot | undefined;
  readonly onChange?: () => void;
}

/** Which operations belong together is told by their paths and methods; the others answer as a plain mock does. */
export function createStatefulMock(options: StatefulOptions): StatefulMock {
  const { contract, schemas, seed, initial, onChange } = options;
  const operations = inferResources(contract);
  const store: ResourceStore = createStore(initial, onChange);
  const byId = new Map([...operations].map(([{ id }, resource]) => [id, resource]));
  const compiled = new Map<Operation, ExampleResponder>();
  // Operations are compiled when they are first asked for: one may have to know what another shows before that.
  const examplesOf = (operation: Operation): ExampleResponder => {
    const known = compiled.get(operation) ?? compileExamples(operation, { contract, schemas, settings: { seed } });
    compiled.set(operation, known);
    return known;
  };
  const world = { contract, schemas, seed, store, operations, examplesOf };
  return {
    operations,
    respond(operation, examples) {
      const known = byId.get(operation.id);
      return known === undefined ? examples : createStatefulResponder({ ...world, operation, examples, ...known });
    },
    reset: () => store.reset(),
    snapshot: () => store.snapshot(),
  };
}
