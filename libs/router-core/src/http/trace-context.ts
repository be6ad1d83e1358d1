import { randomBytes } from 'node:crypto';
import type { TraceContext } from '../ports/trace-context.ts';

const traceParentPattern = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const maximumTraceState = 512;

/** Continues the caller's trace (W3C Trace Context §3.2, strictly) or begins one of its own, unsampled. */
export function createTraceContext(traceParent: string | undefined, traceState: string | undefined): TraceContext {
  const spanId = createSpanId();
  const parent = traceParent === undefined ? undefined : parseTraceParent(traceParent);
  if (parent === undefined) {
    return { traceId: createTraceId(), spanId, parentSpanId: undefined, sampled: false, traceState: undefined };
  }
  const keepsState = traceState !== undefined && traceState.length <= maximumTraceState;
  return { ...parent, spanId, traceState: keepsState ? traceState : undefined };
}

function parseTraceParent(text: string): Pick<TraceContext, 'traceId' | 'parentSpanId' | 'sampled'> | undefined {
  const match = traceParentPattern.exec(text);
  if (match === null) return undefined;
  const [, version, traceId = '', parentSpanId = '', flags = '', rest] = match;
  // Version 00 ends after the flags; version ff is invalid; later versions may carry more.
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentSpanId)) return undefined;
  return { traceId, parentSpanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

const pool = { bytes: randomBytes(4096), offset: 0 };

function createTraceId(): string {
  return randomHex(16);
}

function createSpanId(): string {
  return randomHex(8);
}

// Random octets are drawn in bulk: one call to the generator per few hundred ids.
function randomHex(octets: number): string {
  if (pool.offset + octets > pool.bytes.length) {
    pool.bytes = randomBytes(4096);
    pool.offset = 0;
  }
  const hex = pool.bytes.toString('hex', pool.offset, pool.offset + octets);
  pool.offset += octets;
  return /[1-9a-f]/.test(hex) ? hex : randomHex(octets);
}
