import { AccessForbiddenError } from '../errors/access-errors.ts';
import { toHttpError } from '../errors/to-http-error.ts';
import type { Awaitable } from '../ports/later.ts';
import { OperationContext } from './operation-context.ts';
import type { Authorized, ParamsValidated } from './stages.ts';
import { withDeadline } from './with-deadline.ts';

/**
 * Asks the service's own rule about this caller and this object. No octet of the body has been read.
 * @throws AccessForbiddenError 403 · whatever HttpError the rule throws, such as 404 · InternalError 500 for the rest
 */
export function authorize(exchange: ParamsValidated): Awaitable<Authorized> {
  const { authorizer } = exchange.compiled;
  if (authorizer === undefined) return exchange as Authorized;
  try {
    const { path, query, headers, cookies } = exchange.params;
    const isAllowed = authorizer({ path, query, headers, cookies } as never, new OperationContext(exchange));
    if (typeof isAllowed === 'boolean') return obey(exchange, isAllowed);
    return withDeadline(exchange, Promise.resolve(isAllowed)).then(
      (late) => obey(exchange, late),
      (error: unknown) => Promise.reject(toHttpError(error)),
    );
  } catch (error) {
    throw toHttpError(error);
  }
}

// Whatever is not plainly `true` is refused, also what a rule returns that the compiler has not seen.
function obey(exchange: ParamsValidated, isAllowed: boolean): Authorized {
  if (isAllowed !== true) throw new AccessForbiddenError();
  return exchange as Authorized;
}
