import type { HandlerContext } from '@brrt/router-core/ports';
import { UpstreamError } from '../upstream-error.ts';
import { PartEndedError } from './part-ended-error.ts';
import { partScope } from './part-scope.ts';

/** Asks for one part of an answer. `signal` aborts when the answer is decided; calls of generated clients end by themselves. */
export type Part<Value> = (asking: { readonly signal: AbortSignal }) => Value | Promise<Value>;

/** A part that the answer can do without. */
export class OptionalPart<Value> {
  readonly ask: Part<Value>;
  constructor(ask: Part<Value>) {
    this.ask = ask;
  }
}

/** When the part fails, it is `undefined` and its name is among `missing`. */
export function optional<Value>(ask: Part<Value>): OptionalPart<Value> {
  return new OptionalPart(ask);
}

type AnyPart = Part<unknown> | OptionalPart<unknown>;

type OptionalNames<Parts> = {
  [Name in keyof Parts]: Parts[Name] extends OptionalPart<unknown> ? Name : never;
}[keyof Parts];

/** Every part by its name, and the names of those that are missing. */
export type Gathered<Parts> = {
  readonly [Name in keyof Parts]: Parts[Name] extends OptionalPart<infer Value>
    ? Value | undefined
    : Parts[Name] extends Part<infer Value>
      ? Value
      : never;
} & { readonly missing: readonly OptionalNames<Parts>[] };

/** What a handler has. */
type Context = Pick<HandlerContext, 'signal' | 'log' | 'startPart'>;

/**
 * Asks for all parts of an answer at once. The first required part that fails ends the others and fails the answer with its
 * error; an optional part that fails is left out. Nothing of a part goes on when this resolves or rejects.
 * @throws what the failed part threw, or the reason of the context's signal
 */
export async function gather<const Parts extends { readonly [name: string]: AnyPart } & { readonly missing?: never }>(
  context: Context,
  parts: Parts,
): Promise<Gathered<Parts>> {
  if (Object.hasOwn(parts, 'missing'))
    throw new TypeError('No part may be called `missing`: the names of those are there');
  context.signal.throwIfAborted();
  const gathering = new Gathering(context);
  try {
    const entries = Object.entries<AnyPart>(parts).map(([name, part]) => gathering.ask(name, part));
    const values = Object.fromEntries(await Promise.race([Promise.all(entries), gathering.aborted]));
    gathering.report();
    // The cast: what the type says is how the entries were made.
    return { ...values, missing: gathering.missing.map(({ name }) => name) } as unknown as Gathered<Parts>;
  } finally {
    gathering.end();
  }
}

class Gathering {
  readonly #context: Context;
  readonly #controller = new AbortController();
  readonly #aborted = Promise.withResolvers<never>();
  /** In the order in which they failed. */
  readonly missing: { readonly name: string; readonly error: unknown }[] = [];

  constructor(context: Context) {
    this.#context = context;
    context.signal.addEventListener('abort', this.#abort, { once: true });
  }

  /** Rejects when nobody waits for the answer any more, also where a part does not heed its signal. */
  get aborted(): Promise<never> {
    return this.#aborted.promise;
  }

  async ask(name: string, part: AnyPart): Promise<readonly [string, unknown]> {
    const { signal } = this.#controller;
    signal.throwIfAborted();
    const isOptional = part instanceof OptionalPart;
    const run = isOptional ? part.ask : part;
    const { spanId, end } = this.#context.startPart({ name, isOptional });
    try {
      const value = await partScope.run({ signal, spanId }, () => run({ signal }));
      end({ outcome: 'ok' });
      return [name, value];
    } catch (error) {
      if (signal.aborted) {
        end({ outcome: 'aborted', error: signal.reason });
        throw error;
      }
      end({ outcome: isOptional ? 'missing' : 'failed', error });
      if (!isOptional) {
        this.#controller.abort(new PartEndedError());
        throw error;
      }
      this.missing.push({ name, error });
      return [name, undefined];
    }
  }

  /** Once for all parts that are missing: as an error where one of them failed for no fault of a called service. */
  report(): void {
    if (this.missing.length === 0) return;
    const { log } = this.#context;
    const names = this.missing.map(({ name }) => name);
    const own = this.missing.find(({ error }) => !(error instanceof UpstreamError));
    const fields = { missingParts: names, err: (own ?? this.missing[0])?.error };
    const message = `Answered without ${names.join(', ')}`;
    if (own === undefined) log.warn(fields, message);
    else log.error(fields, message);
  }

  end(): void {
    this.#context.signal.removeEventListener('abort', this.#abort);
    this.#controller.abort(new PartEndedError());
  }

  readonly #abort = (): void => {
    const { reason } = this.#context.signal;
    this.#controller.abort(reason);
    this.#aborted.reject(reason);
  };
}
