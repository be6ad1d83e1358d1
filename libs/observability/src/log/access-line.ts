import type { Exchange } from '@brrt/router-core/ports';
import type { OctetRoom } from './log-destination.ts';

/** What the lines of one operation and status have in common. */
export interface LineParts {
  /** Up to the time. */
  readonly begin: string;
  /** From there to the id of the request. */
  readonly identity: string;
  /** From the id of the span to the duration. */
  readonly outcome: string;
  /** From there on. */
  readonly end: string;
}

type Finished = Pick<Exchange, 'requestId' | 'trace'>;

/** The line of a request as text. */
export function composeLine(
  { begin, identity, outcome, end }: LineParts,
  exchange: Finished,
  durationMs: number,
): string {
  const { requestId, trace } = exchange;
  const ids = `${JSON.stringify(requestId)},"traceId":"${trace.traceId}","spanId":"${trace.spanId}`;
  const duration = Math.round(durationMs * 1000) / 1000;
  return `${begin}${Date.now()}${identity}${ids}${outcome}${duration}${end}`;
}

// Those of a time until the year 2286; as long as ids of ours, and always those of traces and spans.
const digits = { time: 13, requestId: 36, traceId: 32, spanId: 16, duration: 10 } as const;
const longestDurationMs = 1_000_000;

/**
 * The same as octets: a pattern of the line is copied, and what is its own is written over it. A text of a dozen pieces that becomes
 * octets afterwards costs twice as much and is garbage then.
 */
export class AccessLine {
  /** Octets, at most. */
  readonly most: number;
  readonly outcome: string;
  readonly #pattern: Buffer;
  readonly #end: Buffer;
  readonly #timeAt: number;
  readonly #requestIdAt: number;
  readonly #traceIdAt: number;
  readonly #spanIdAt: number;

  constructor({ begin, identity, outcome, end }: LineParts) {
    const octets: Buffer[] = [];
    let length = 0;
    const add = (part: string | number): number => {
      const at = length;
      const piece = typeof part === 'string' ? Buffer.from(part) : Buffer.alloc(part);
      octets.push(piece);
      length += piece.length;
      return at;
    };
    add(begin);
    this.#timeAt = add(digits.time);
    add(`${identity}"`);
    this.#requestIdAt = add(digits.requestId);
    add('","traceId":"');
    this.#traceIdAt = add(digits.traceId);
    add('","spanId":"');
    this.#spanIdAt = add(digits.spanId);
    add(outcome);
    this.#pattern = Buffer.concat(octets);
    this.#end = Buffer.from(end);
    this.outcome = outcome;
    this.most = length + digits.duration + this.#end.length;
  }

  /** Whether the line of this one has the shape of the pattern. */
  fits({ requestId }: Finished, durationMs: number): boolean {
    return requestId.length === digits.requestId && durationMs < longestDurationMs;
  }

  /** Where the line ends. Only what `fits`. */
  writeTo({ octets, position }: OctetRoom, { requestId, trace }: Finished, durationMs: number): number {
    octets.set(this.#pattern, position);
    writeTime(octets, position + this.#timeAt, Date.now());
    octets.write(requestId, position + this.#requestIdAt, 'latin1');
    octets.write(trace.traceId, position + this.#traceIdAt, 'latin1');
    octets.write(trace.spanId, position + this.#spanIdAt, 'latin1');
    const end = writeDuration(octets, position + this.#pattern.length, Math.round(durationMs * 1000));
    octets.set(this.#end, end);
    return end + this.#end.length;
  }
}

const zero = 48;
const point = 46;

// In parts that fit 32 bits, which is what makes arithmetic fast.
function writeTime(octets: Uint8Array, at: number, time: number): void {
  const first = Math.floor(time / 1e12);
  const middle = Math.floor(time / 1e6) - first * 1e6;
  octets[at] = zero + first;
  writeSix(octets, at + 1, middle);
  writeSix(octets, at + 7, time - Math.floor(time / 1e6) * 1e6);
}

function writeSix(octets: Uint8Array, at: number, value: number): void {
  let rest = value;
  for (let index = at + 5; index >= at; index--) {
    const next = Math.trunc(rest / 10);
    octets[index] = zero + rest - next * 10;
    rest = next;
  }
}

/** Milliseconds as JavaScript writes them, with up to three decimals; where they end. */
function writeDuration(octets: Buffer, at: number, microseconds: number): number {
  const whole = Math.floor(microseconds / 1000);
  const decimals = microseconds - whole * 1000;
  let end = at + octets.write(String(whole), at, 'latin1');
  if (decimals === 0) return end;
  octets[end++] = point;
  octets[end++] = zero + Math.floor(decimals / 100);
  if (decimals % 100 !== 0) octets[end++] = zero + (Math.floor(decimals / 10) % 10);
  if (decimals % 10 !== 0) octets[end++] = zero + (decimals % 10);
  return end;
}
