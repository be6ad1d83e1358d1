import { createCoercion, mediaKind, PendingEvent } from '@brrt/router-core/portable';
import type { ServerSentEvent } from '../client-types.ts';
import { CallFailedError, ContractBreachError } from '../errors.ts';
import type { AnswerContext, BodyReader, Resume } from '../operation-rule.ts';
import { wait } from '../wait.ts';
import { readChunks, splitLines } from './read-lines.ts';

/** What fields of an event are that are not text: JSON, or one of some types. */
export type EventFields = Readonly<Record<string, 'json' | readonly ('null' | 'boolean' | 'integer' | 'number')[]>>;

const longestEvent = 5 * 1024 * 1024;
const firstDelay = 1_000;
const longestDelay = 30_000;
const mostFailures = 5;

/** `text/event-stream` (HTML Standard §9.2), each event read and checked when it is asked for. */
export function eventsAnswer(fields: EventFields = {}): BodyReader {
  const readers = Object.entries(fields).map(
    ([name, kind]) => [name, kind === 'json' ? JSON.parse : createCoercion(new Set(kind))] as const,
  );
  return (answer) => readTyped(answer, readers);
}

async function* readTyped(
  answer: AnswerContext,
  readers: readonly (readonly [name: string, read: (text: string) => unknown])[],
): AsyncGenerator<unknown> {
  let index = 0;
  try {
    for await (const event of resumed(answer.response, answer.resume)) {
      const typed: Record<string, unknown> = { ...event };
      for (const [name, read] of readers) {
        if (typeof typed[name] === 'string')
          typed[name] = readField(answer, () => read(String(typed[name])), `/${index}/${name}`);
      }
      await answer.check(`item ${answer.mediaType}`, typed, `/${index}`);
      index += 1;
      yield typed;
    }
  } catch (cause) {
    throw answer.explain(cause);
  }
}

function readField(answer: AnswerContext, read: () => unknown, pointer: string): unknown {
  try {
    return read();
  } catch {
    throw answer.breach([{ pointer, keyword: 'parse', detail: 'The field of the event is not JSON' }]);
  }
}

/** Events of one stream after the other, each behind the last event of the one before (HTML Standard §9.2.3). */
async function* resumed(first: Response, resume: Resume | undefined): AsyncGenerator<ServerSentEvent> {
  const position: Position = { lastEventId: '', delay: firstDelay, failures: 0, failure: undefined };
  let response: Response | undefined = first;
  while (response !== undefined) {
    position.failure = undefined;
    try {
      yield* readEvents(response, position);
    } catch (cause) {
      // A connection that breaks is a TypeError; nothing else becomes better by asking again.
      if (resume === undefined || resume.signal.aborted || !(cause instanceof TypeError)) throw cause;
      position.failure = cause;
    }
    response = resume === undefined ? undefined : await takeUp(resume, position);
  }
}

interface Position {
  lastEventId: string;
  /** What the service asks for, or the default. */
  delay: number;
  /** Since the last event. */
  failures: number;
  failure: unknown;
}

/** The rest of the stream; undefined where the service says that there is none, or always ends it without an event. */
async function takeUp(resume: Resume, position: Position): Promise<Response | undefined> {
  for (;;) {
    const longest = Math.min(longestDelay, position.delay * 2 ** position.failures);
    position.failures += 1;
    if (position.failures > mostFailures) {
      if (position.failure !== undefined) throw position.failure;
      return undefined;
    }
    await wait(longest * (0.75 + Math.random() / 4), resume.signal);
    const response = await resume.send(position.lastEventId).catch((cause: unknown) => {
      position.failure = cause;
      return undefined;
    });
    resume.signal.throwIfAborted();
    if (response?.status === 204) return undefined;
    if (response === undefined) continue;
    const isStream = mediaKind(response.headers.get('content-type') ?? '') === 'events';
    if (response.ok && isStream) return response;
    await response.body?.cancel();
    position.failure = response.ok ? noStream(resume, response) : new CallFailedError(resume.operation, response);
    if (response.status < 500 && response.status !== 429) throw position.failure;
  }
}

// HTML Standard §9.2.3: what is no event stream ends all attempts.
function noStream({ operation }: Resume, { status }: Response): ContractBreachError {
  const breach = { pointer: '', keyword: 'contentType', detail: 'Declared is text/event-stream' };
  return new ContractBreachError(operation, status, [breach]);
}

async function* readEvents(response: Response, position: Position): AsyncGenerator<ServerSentEvent> {
  let pending = new PendingEvent(longestEvent);
  for await (const line of splitLines(readChunks(response))) {
    if (line !== '') {
      pending.add(line);
      continue;
    }
    const { id, retry } = pending.fields;
    const event = pending.dispatch();
    pending = new PendingEvent(longestEvent);
    position.lastEventId = id ?? position.lastEventId;
    position.delay = retry ?? position.delay;
    if (event === undefined) continue;
    position.failures = 0;
    yield event;
  }
}
