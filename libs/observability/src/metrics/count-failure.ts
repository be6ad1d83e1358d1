import type { Exchange } from '@brrt/router-core/ports';
import type { Counter } from './counter.ts';

export interface FailureCounters {
  readonly handler: Counter;
  readonly authentication: Counter;
  readonly validation: Counter;
  readonly response: Counter;
  readonly shed: Counter;
}

type Failure = NonNullable<Exchange['error']>;

const bodyCodes: ReadonlySet<string> = new Set([
  'ERR_REQUEST_MALFORMED',
  'ERR_PAYLOAD_TOO_LARGE',
  'ERR_UNSUPPORTED_MEDIA_TYPE',
]);
const shedCodes: ReadonlySet<string> = new Set(['ERR_RATE_LIMITED', 'ERR_OVERLOADED']);

/** Counts one failed request under what went wrong; the stable `code` of its error decides. */
export function countFailure(
  { operation, status }: Exchange,
  error: Failure,
  counters: FailureCounters & { readonly failedInHandler: boolean },
): void {
  const scheme = textOf(error, 'scheme');
  const reason = textOf(error, 'reason');
  if (shedCodes.has(error.code)) counters.shed.add({ reason: reason ?? 'unknown' });
  // Errors of handlers may use the same codes; only those of authentication name a scheme.
  else if (scheme !== undefined) counters.authentication.add({ scheme, reason: reason ?? 'unknown' });
  if (operation === undefined) return;
  const { id } = operation;
  if (error.code === 'ERR_RESPONSE_VALIDATION') {
    counters.response.add({ operation: id, status: answeredStatus(error) ?? String(status) });
  } else if (error.code === 'ERR_REQUEST_VALIDATION') {
    const places = new Set<string>(error.violations.map((violation) => violation.in));
    for (const place of places) counters.validation.add({ operation: id, in: place });
  } else if (counters.failedInHandler) {
    if (error.status >= 500 && error.code !== 'ERR_NOT_IMPLEMENTED') counters.handler.add({ operation: id });
  } else if (bodyCodes.has(error.code)) counters.validation.add({ operation: id, in: 'body' });
}

/** The status that the handler chose, as the error of response validation tells it. */
function answeredStatus(error: Failure): string | undefined {
  return 'answered' in error && typeof error.answered === 'number' ? String(error.answered) : undefined;
}

function textOf(error: Failure, field: 'scheme' | 'reason'): string | undefined {
  const value = field in error ? (error as Failure & Readonly<Record<typeof field, unknown>>)[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}
