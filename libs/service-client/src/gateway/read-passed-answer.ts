import type { IncomingHttpHeaders } from 'node:http';
import { matchContentType, mayHaveContent, mediaKind } from '@brrt/router-core/body';
import type { PassedAnswer, PassedAnswers } from '@brrt/router-core/ports';
import type { ClientResponse } from '../client-options.ts';
import { type Answer, type AnsweringCall, broken } from '../compile-answers.ts';
import { discard, maximumBodyOctets, readOctets } from '../read-body.ts';
import { UpstreamUnavailableError, undeclaredFailure } from '../upstream-error.ts';
import { AnswerBody } from './answer-body.ts';

/** An answer as it came: `body` is the octets, a stream of them, or a problem for the client. */
export interface RawAnswer extends ClientResponse {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer | AnswerBody | undefined;
  /** Undefined: the contract lets this status be without declaring it. */
  readonly expected: PassedAnswer | undefined;
  readonly isProblem: boolean;
}

/** What a request asked for beyond the plain answer. */
export interface AskedAnswer {
  readonly method: string;
  readonly answers: PassedAnswers;
  /** The caller's own credentials went along, so it is to be told when they are refused. */
  readonly isCallersOwn: boolean;
}

/**
 * Holds an answer to the contract of the operation that is passed on.
 * @throws UpstreamContractError for one that it does not allow
 * @throws UpstreamUnavailableError for an undeclared 5XX, and for a refusal of this service's own credentials
 * @throws UpstreamTimeoutError for an undeclared 504
 */
export async function readPassedAnswer(answer: Answer, asked: AskedAnswer, call: AnsweringCall): Promise<RawAnswer> {
  const { statusCode: status } = answer;
  // The cast: undici gives names in lower case and values as `node:http` does.
  const headers = answer.headers as IncomingHttpHeaders;
  const isRefused = (status === 401 && !asked.isCallersOwn) || status === 407;
  const expected = isRefused ? undefined : asked.answers.of(status);
  const isImplied = !isRefused && isImpliedBy(asked.answers, status);
  if (expected === undefined && !isImplied) {
    await discard(answer);
    if (isRefused) throw new UpstreamUnavailableError({ ...call.names, answered: status });
    if (status >= 500) throw undeclaredFailure(call.names, status);
    throw broken(call.names, status, [
      { pointer: '', keyword: 'status', detail: `The contract declares no response ${status}` },
    ]);
  }
  const raw = { status, headers, expected, contentType: headers['content-type'] };
  if (asked.method === 'HEAD' || !mayHaveContent(status)) {
    const breaches = status === 304 ? [] : ((await expected?.check(headers, 'none')) ?? []);
    await discard(answer);
    if (breaches.length > 0) throw broken(call.names, status, breaches);
    return { ...raw, body: undefined, isProblem: false };
  }
  const isProblem = status >= 400 && isProblemDocument(headers['content-type']);
  if (isProblem || expected === undefined) return { ...raw, body: await held(answer, call), isProblem: true };
  // A part of a value is no value, and failures are short.
  const isHeld = status >= 400 || (status !== 206 && expected.isHeld(headers));
  const body = isHeld ? await held(answer, call) : undefined;
  const breaches = await expected.check(headers, body ?? 'streamed');
  if (breaches.length > 0) {
    answer.body.on('error', () => undefined).destroy();
    throw broken(call.names, status, breaches);
  }
  return { ...raw, body: body ?? new AnswerBody(answer.body, call.explain), isProblem: false };
}

/** What requests are answered with that ask for a state or a part of a resource (RFC 9110 §13, §14). */
function isImpliedBy({ isConditional, isPartial }: PassedAnswers, status: number): boolean {
  return (isConditional && (status === 304 || status === 412)) || (isPartial && status === 416);
}

function isProblemDocument(contentType = ''): boolean {
  return matchContentType(contentType, ['application/problem+json']) !== undefined;
}

/** Whether it lasts for as long as the exchange does, and not only until it is sent. */
export function isItemStream({ headers }: Answer): boolean {
  const kind = mediaKind(String(headers['content-type'] ?? ''));
  return kind === 'events' || kind === 'sequence';
}

async function held({ body, statusCode }: Answer, { names }: AnsweringCall): Promise<Buffer> {
  const octets = await readOctets(body);
  if (octets !== undefined) return octets;
  const detail = `The body is longer than ${maximumBodyOctets} octets`;
  throw broken(names, statusCode, [{ pointer: '', keyword: 'maxLength', detail }]);
}
