import type { Exchange, FinishedPart } from '@brrt/router-core/ports';
import { describeError } from '../log/describe-error.ts';
import { errorCode } from './client-span.ts';
import { defined } from './server-spans.ts';
import type { SpanRecord } from './span-record.ts';

/**
 * A part of a composed answer as an internal span, above the calls that it made.
 * @param parentSpanId span of the handler that composes
 */
export function describePartSpan({ trace }: Exchange, part: FinishedPart, parentSpanId: string): SpanRecord {
  const { traceId, traceState } = trace;
  const { name, isOptional, outcome, error, spanId, startedAt, endedAt } = part;
  const isThere = outcome === 'ok';
  return {
    name: `part ${name}`,
    kind: 'internal',
    traceId,
    spanId,
    parent: { spanId: parentSpanId, isRemote: false, traceState },
    startedAt,
    endedAt,
    attributes: defined({
      'brrt.part.name': name,
      'brrt.part.optional': isOptional,
      'brrt.part.outcome': outcome,
      'error.type': isThere ? undefined : errorCode(error),
    }),
    ...(isThere ? {} : { error: describeError(error).message }),
  };
}
