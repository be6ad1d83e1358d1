import type { ContractSubset, Operation } from '@brrt/service-model';
import { ProblemError } from '../../errors/problem-error.ts';
import type { SchemaCompiler } from '../../ports/schema-compiler.ts';
import type { ExampleResponder } from '../example-responder.ts';
import type { ResourceOperation } from './infer-resources.ts';
import type { ResourceStore } from './resource-store.ts';

/** One operation on remembered things, and what is around it. */
export interface ResponderContext extends ResourceOperation {
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
  readonly seed: number | undefined;
  readonly store: ResourceStore;
  readonly operations: ReadonlyMap<Operation, ResourceOperation>;
  readonly operation: Operation;
  readonly examples: ExampleResponder;
}

/** The answer where the contract declares no 404 of its own. */
export function missingProblem(): ProblemError {
  return new ProblemError({
    status: 404,
    type: 'not-found',
    title: 'No such resource',
    detail: 'Nothing of this name is there: it was never created, or it was removed',
  });
}
