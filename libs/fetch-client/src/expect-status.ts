import { UnexpectedStatusError } from './errors.ts';

/**
 * The answer where it has that status; any other is thrown, for callers whose failures are exceptions, as in TanStack Query.
 * @throws UnexpectedStatusError with the typed answer
 */
export function expectStatus<Answer extends { readonly status: number }, Status extends Answer['status']>(
  answer: Answer,
  status: Status,
): Extract<Answer, { readonly status: Status }> {
  if (answer.status !== status) throw new UnexpectedStatusError(answer);
  // The cast: the status tells the members of the union apart.
  return answer as Extract<Answer, { readonly status: Status }>;
}
