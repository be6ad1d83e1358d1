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
  /** Those of another operation. */
  readonly examplesOf: (operation: Operation) => ExampleResponder;
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

/** RFC 5789 §2.2, where the contract declares no 409 of its own. */
export function conflictProblem(): ProblemError {
  return new ProblemError({
    status: 409,
    type: 'patch-conflict',
    title: 'The patch cannot be applied',
    detail: 'A test of it fails, or it speaks of what is not there: nothing was changed',
  });
}

/** What a thing is to be called is another's name. */
export function takenProblem(): ProblemError {
  return new ProblemError({
    status: 409,
    type: 'taken',
    title: 'There is one of this name',
    detail: 'Another thing is called what this one is to be called: nothing was made',
  });
}

/** RFC 5789 §2.2, where the contract declares no 422 of its own. */
export function unprocessableProblem(): ProblemError {
  return new ProblemError({
    status: 422,
    type: 'patch-unprocessable',
    title: 'The patch makes what the contract does not allow',
    detail: 'The schema of the resource refuses what the patch would make of it: nothing was changed',
  });
}
