import type { MockState } from '@brrt/dashboard';
import type { Operation } from '@brrt/service-model';
import type { LoadedContract } from './loaded-contract.ts';

/** Why an operation cannot answer in a way; undefined: it can. */
export function refuseMock(state: MockState, operation: Operation, _loaded: LoadedContract): string | undefined {
  if (state.mode !== 'example') return undefined;
  const { example, status } = state;
  const responses = operation.responses.filter((response) => status === undefined || response.status === status);
  if (responses.length === 0) return `The contract declares no response ${status}`;
  if (example === undefined) return undefined;
  const names = responses.flatMap(({ content }) => content.flatMap(({ examples }) => examples.map(({ name }) => name)));
  return names.includes(example) ? undefined : `The contract has no example ${example} there`;
}
