import type { MockState } from '@brrt/dashboard';
import { compileExamples, listContentExamples } from '@brrt/router-core/examples';
import { responseBodyPlace, responseItemPlace } from '@brrt/router-core/schema';
import type { Operation, Response } from '@brrt/service-model';
import { findHandlers } from './find-handlers.ts';
import type { LoadedContract } from './loaded-contract.ts';

/** Why an operation cannot answer in a way; undefined: it can. */
export async function refuseMock(
  state: MockState,
  operation: Operation,
  loaded: LoadedContract,
): Promise<string | undefined> {
  switch (state.mode) {
    case 'handler': {
      const handlers = await findHandlers(loaded.app, loaded.model);
      return handlers.isImplemented(operation) ? undefined : `${operation.id} has no handler yet`;
    }
    case 'contract':
      return hasContent(operation, loaded) ? undefined : noContent(operation);
    case 'generated':
    case 'example':
      return refuseContent(state, operation, loaded);
    case 'chaos':
      return undefined;
  }
}

type FromContract = Extract<MockState, { readonly mode: 'example' | 'generated' }>;

function refuseContent(state: FromContract, operation: Operation, loaded: LoadedContract): string | undefined {
  const { status } = state;
  const responses = operation.responses.filter((response) => status === undefined || response.status === status);
  if (responses.length === 0) return `The contract of ${operation.id} has no response ${status}`;
  if (
    state.mode === 'example' &&
    state.example !== undefined &&
    !namesOf(operation, responses, loaded).includes(state.example)
  ) {
    return `The contract of ${operation.id} has no example ${state.example} there`;
  }
  return hasContent({ ...operation, responses }, loaded) ? undefined : noContent(operation);
}

function namesOf(
  operation: Operation,
  responses: readonly Response[],
  { model, schemas }: LoadedContract,
): readonly string[] {
  return responses.flatMap((response) =>
    response.content.flatMap((media) => {
      const bodyPlace = responseBodyPlace(operation, response, media);
      const itemPlace = responseItemPlace(operation, response, media);
      const examples = listContentExamples(media, { contract: model, schemas, bodyPlace, itemPlace });
      return examples.flatMap(({ name, origin }) => (origin === 'contract' ? [name] : []));
    }),
  );
}

function hasContent(operation: Operation, { model, schemas }: LoadedContract): boolean {
  const request = { path: {}, query: {}, headers: {}, cookies: {}, body: undefined };
  const examples = compileExamples(operation, { contract: model, schemas });
  return examples.respond({ preference: {}, accept: undefined, request }) !== undefined;
}

function noContent({ id }: Operation): string {
  return `The contract gives no content that ${id} could answer with`;
}
