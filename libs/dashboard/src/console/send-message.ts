import type { CallEvent, CallTiming, CallViolation } from '../api/console.ts';
import type { CallLimits } from './call-limits.ts';
import type { AnswerCheck, AnswerHead, CallMessage, HeaderLine } from './contract-tools.ts';
import { decodeContent } from './decode-content.ts';
import { explainFailure } from './explain-failure.ts';
import { type Answer, openAnswer } from './open-answer.ts';
import { createChunkWriter } from './write-chunk.ts';

export interface MessageToSend {
  readonly origin: string;
  readonly message: CallMessage;
  readonly check: (head: AnswerHead) => AnswerCheck;
  readonly limits: CallLimits;
}

/** Sends a message and tells of its answer as it comes. What goes wrong is told too; an abort just ends it. */
export async function* sendMessage(sending: MessageToSend, signal: AbortSignal): AsyncGenerator<CallEvent> {
  const startedAt = performance.now();
  const timing = (answer?: Answer): CallTiming => ({ ...answer?.timing, total: since(startedAt) });
  let answer: Answer | undefined;
  try {
    answer = await openAnswer(sending, { startedAt, signal });
    const { status, statusText, headers } = answer;
    yield { type: 'head', status, statusText, headers, timing: timing(answer) };
    const check = sending.check({ status, headers });
    const body = yield* readBody(answer, check, { limits: sending.limits, startedAt });
    if (!signal.aborted) yield { type: 'end', timing: timing(answer), ...body, ...mockOf(headers) };
  } catch (error) {
    const message = explainFailure(answer?.failure() ?? error);
    if (!signal.aborted) yield { type: 'failed', message, timing: timing(answer) };
  } finally {
    answer?.close();
  }
}

export interface ReadBody {
  readonly size: number;
  readonly truncated: boolean;
  readonly violations: readonly CallViolation[];
}

export async function* readBody(
  answer: Pick<Answer, 'body' | 'headers' | 'waitForever'>,
  check: AnswerCheck,
  { limits, startedAt }: { readonly limits: CallLimits; readonly startedAt: number },
): AsyncGenerator<CallEvent, ReadBody> {
  const writeChunk = createChunkWriter(check.charset);
  let size = 0;
  let truncated = false;
  // Streams of items may be silent for as long as somebody looks.
  if (check.isStream) answer.waitForever();
  for await (const octets of decodeContent(answer.body, codingOf(answer.headers))) {
    const room = limits.bodyOctets - size;
    const taken = octets.length > room ? octets.subarray(0, room) : octets;
    truncated = octets.length > room;
    size += taken.length;
    check.take(taken);
    if (taken.length > 0) yield { type: 'chunk', ...writeChunk(taken), at: since(startedAt) };
    if (truncated) break;
  }
  return { size, truncated, violations: await check.end(!truncated) };
}

function codingOf(headers: readonly HeaderLine[]): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1];
}

function mockOf(headers: readonly HeaderLine[]): { readonly mock?: string } {
  const mock = headers.find(([name]) => name.toLowerCase() === 'x-brrt-mock')?.[1];
  return mock === undefined ? {} : { mock };
}

function since(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 1000) / 1000;
}
