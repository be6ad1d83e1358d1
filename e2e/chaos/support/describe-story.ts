import type { CollectedSpan } from '../../support/collector.ts';
import type { Chain } from './chain.ts';

const serverKind = 2;
const clientKind = 3;

/**
 * What one trace tells, a line for each message between services, as a tree: who did what, what came of it, and which attempt
 * it was: `bff → user-service GET /users/{id}/pets: 502`. Waits until the spans of all processes are there.
 */
export async function describeStory(
  { collector }: Pick<Chain, 'collector'>,
  traceId: string,
): Promise<readonly string[]> {
  const ofTrace = (spans: readonly CollectedSpan[]): readonly CollectedSpan[] =>
    spans.filter((span) => span.traceId === traceId);
  const spans = ofTrace(await collector.collected((all) => isWhole(ofTrace(all))));
  const children = Map.groupBy(spans, ({ parentSpanId }) => parentSpanId);
  const known = new Set(spans.map(({ spanId }) => spanId));
  const tell = (span: CollectedSpan, depth: number): readonly string[] => {
    const line = describeMessage(span);
    const below = (children.get(span.spanId) ?? []).toSorted(byStart);
    return [
      ...(line === undefined ? [] : [`${'  '.repeat(depth)}${line}`]),
      ...below.flatMap((child) => tell(child, line === undefined ? depth : depth + 1)),
    ];
  };
  const roots = spans.filter(({ parentSpanId }) => !known.has(parentSpanId)).toSorted(byStart);
  return roots.flatMap((root) => tell(root, 0));
}

/** The first service has said what became of the request, and each that is said to have been called is heard of or gone. */
function isWhole(spans: readonly CollectedSpan[]): boolean {
  const answered = spans.filter(
    ({ kind, attributes }) => kind === clientKind && attributes['http.response.status_code'] !== undefined,
  );
  const isKnown = ({ spanId, attributes }: CollectedSpan): boolean =>
    attributes['service.peer.name'] === 'petstore' || spans.some(({ parentSpanId }) => parentSpanId === spanId);
  return spans.some(({ service, kind }) => service === 'bff' && kind === serverKind) && answered.every(isKnown);
}

function describeMessage({ service, kind, name, attributes }: CollectedSpan): string | undefined {
  const isCall = kind === clientKind && attributes['service.peer.name'] !== undefined;
  if (kind !== serverKind && !isCall) return undefined;
  const who = isCall ? `${service} → ${attributes['service.peer.name']}` : service;
  const resent = attributes['http.request.resend_count'];
  const outcome = [attributes['http.response.status_code'], attributes['error.type']];
  const told = outcome.filter(
    (part, index) => part !== undefined && (index === 0 || String(part) !== String(outcome[0])),
  );
  return `${who} ${name}: ${told.join(' ')}${resent === undefined ? '' : `, attempt ${Number(resent) + 1}`}`;
}

function byStart(a: CollectedSpan, b: CollectedSpan): number {
  return a.startNanoseconds < b.startNanoseconds ? -1 : 1;
}
