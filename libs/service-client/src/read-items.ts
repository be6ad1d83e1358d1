import { HttpError, type SchemaViolation } from '@brrt/router-core/ports';
import type { AnsweringCall } from './compile-answers.ts';
import { UpstreamContractError } from './upstream-error.ts';

/**
 * Items as they arrive, with the errors of a client: an item that the contract does not allow is an UpstreamContractError, a
 * connection that breaks an UpstreamUnavailableError. Leaving the loop ends the call.
 */
export async function* readItems(
  items: AsyncIterable<unknown>,
  call: AnsweringCall,
  answered: number,
): AsyncGenerator<unknown> {
  try {
    yield* items;
  } catch (error) {
    const breaches = breachesOf(error);
    if (breaches === undefined) throw call.explain(error);
    throw new UpstreamContractError({ ...call.names, answered, breaches });
  }
}

/** What the decoder that server and client share found; undefined for anything else. */
export function breachesOf(error: unknown): readonly SchemaViolation[] | undefined {
  if (!(error instanceof HttpError)) return undefined;
  switch (error.code) {
    case 'ERR_REQUEST_VALIDATION':
      return error.violations.map(({ pointer, keyword, detail }) => ({ pointer, keyword, detail }));
    case 'ERR_REQUEST_MALFORMED':
      return [{ pointer: '', keyword: 'parse', detail: error.message }];
    case 'ERR_PAYLOAD_TOO_LARGE':
      return [{ pointer: '', keyword: 'maxLength', detail: 'The body or one item of it is too long' }];
    case 'ERR_UNSUPPORTED_MEDIA_TYPE':
      return [{ pointer: '', keyword: 'contentType', detail: error.message }];
    default:
      return undefined;
  }
}
