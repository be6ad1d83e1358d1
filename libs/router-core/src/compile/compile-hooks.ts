import type { FinishedPart } from '../ports/aggregate-part.ts';
import type { FinishedCall } from '../ports/client-call.ts';
import type { Exchange, Stage } from '../ports/exchange.ts';
import type { Hooks, ServiceDescription, UncaughtKind } from '../ports/hooks.ts';
import type { Logger } from '../ports/logger.ts';
import type { CheckOutcome } from '../ports/management.ts';
import type { TraceSampler } from '../ports/trace-context.ts';

/** All hooks of a service as one; events that nobody listens to are `undefined` and cost one comparison. */
export interface CompiledHooks {
  readonly start: (service: ServiceDescription) => void;
  readonly request: ((exchange: Exchange) => void) | undefined;
  /** By stage; one that nobody asks for is `undefined`. */
  readonly stages: Readonly<Record<Stage, ((exchange: Exchange, stage: Stage) => void) | undefined>>;
  readonly stream: ((exchange: Exchange) => void) | undefined;
  readonly clientCall: ((exchange: Exchange, call: FinishedCall) => void) | undefined;
  readonly part: ((exchange: Exchange, part: FinishedPart) => void) | undefined;
  readonly sample: TraceSampler | undefined;
  readonly aroundHandler: Hooks['aroundHandler'] | undefined;
  readonly upgrade: ((exchange: Exchange) => void) | undefined;
  readonly end: ((exchange: Exchange) => void) | undefined;
  readonly clientError: (code: string, status: number) => void;
  readonly check: (outcome: CheckOutcome) => void;
  readonly uncaught: (kind: UncaughtKind) => void;
  readonly blocked: (milliseconds: number, operation?: string) => void;
  readonly stop: () => Promise<void>;
}

/** A hook that throws is reported once, by name of its event, and never harms the request. */
export function compileHooks(hooks: readonly Hooks[], log: Logger): CompiledHooks {
  const reported = new Set<string>();
  const guard = <First, Second>(
    event: Extract<keyof Hooks, `on${string}`>,
    among: readonly Hooks[] = hooks,
  ): ((first: First, second?: Second) => void) | undefined => {
    const listeners = among.flatMap((hook) => hook[event] ?? []) as ((first: First, second?: Second) => void)[];
    if (listeners.length === 0) return undefined;
    return (first, second) => {
      for (const listener of listeners) {
        try {
          listener(first, second);
        } catch (error) {
          if (!reported.has(event))
            log.error({ err: error, hook: event }, 'A hook failed; further failures are not reported');
          reported.add(event);
        }
      }
    };
  };
  return {
    start: guard<ServiceDescription, never>('onStart') ?? ignore,
    request: guard<Exchange, never>('onRequest'),
    stages: mapStages((stage) =>
      guard<Exchange, Stage>(
        'onStage',
        hooks.filter(({ stages }) => stages === undefined || stages.includes(stage)),
      ),
    ),
    stream: guard<Exchange, never>('onStream'),
    clientCall: guard<Exchange, FinishedCall>('onClientCall'),
    part: guard<Exchange, FinishedPart>('onPart'),
    sample: hooks.find(({ sample }) => sample !== undefined)?.sample,
    aroundHandler: hooks.find(({ aroundHandler }) => aroundHandler !== undefined)?.aroundHandler,
    upgrade: guard<Exchange, never>('onUpgrade'),
    end: guard<Exchange, never>('onEnd'),
    clientError: guard<string, number>('onClientError') ?? ignore,
    check: guard<CheckOutcome, never>('onCheck') ?? ignore,
    uncaught: guard<UncaughtKind, never>('onUncaught') ?? ignore,
    blocked: guard<number, string>('onBlocked') ?? ignore,
    stop: async () => {
      for (const hook of hooks) await hook.onStop?.();
    },
  };
}

/** One field per stage, always in this order, so that all services have hooks of one shape. */
function mapStages<Value>(make: (stage: Stage) => Value): Readonly<Record<Stage, Value>> {
  return {
    match: make('match'),
    cors: make('cors'),
    admit: make('admit'),
    authenticate: make('authenticate'),
    'validate-params': make('validate-params'),
    authorize: make('authorize'),
    'validate-body': make('validate-body'),
    handle: make('handle'),
    'validate-response': make('validate-response'),
    send: make('send'),
  };
}

const ignore = (): void => undefined;
